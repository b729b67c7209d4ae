import type { Sentences } from '../sentences.ts'

export const usernames: Sentences['usernames'] = {
  title: 'Benutzernamen',
  on: 'Alle dürfen ihren Benutzernamen ändern.',
  off: 'Nur die Verwaltung ändert Benutzernamen.',
  switchOn: 'Alle den eigenen ändern lassen',
  switchOff: 'Nur noch die Verwaltung ändern lassen',
  dependents: 'Anwendungen, die das angeht',
  dependentsLead: 'Sie kennen Menschen an ihrem Benutzernamen.',
  noDependents: 'Keine, von der wir wissen.',
  because: {
    uid_field: 'Erkennt Menschen am Benutzernamen: Mit einem anderen sind sie dort jemand Neues.',
    subject: 'Bekam den Benutzernamen als Kennung gesagt. Wer sich schon angemeldet hat, bleibt damit bekannt.',
  },
  despite: 'Trotzdem einschalten, obwohl diese Anwendungen sich auf Benutzernamen verlassen',
  despiteNeeded:
    'Setz das Häkchen, wenn Menschen dort zu Fremden werden dürfen. Besser stellst du diese Anwendungen vorher auf sub oder handle um.',
}
