import type { Sentences } from '../sentences.ts'

export const nav: Sentences['nav'] = {
  person: 'Deine Seiten',
  tryIt: 'Ausprobieren',
  myApps: 'Meine Anwendungen',
  account: 'Konto',
  profile: 'Profil',
  email: 'E-Mail',
  password: 'Passwort',
  sessions: 'Sitzungen',
  grants: 'Was Anwendungen wissen',
  data: 'Deine Daten',
  console: 'Konsole',
  signOut: 'Abmelden',
  overview: 'Überblick',
  applications: 'Anwendungen',
  people: 'Personen',
  groups: 'Gruppen',
  invitations: 'Einladungen',
  events: 'Ereignisse',
  mail: 'Mails',
  administration: 'Verwaltung',
}
