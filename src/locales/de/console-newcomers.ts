import type { Sentences } from '../sentences.ts'

export const consoleNewcomers: Sentences['console']['newcomers'] = {
  title: 'Leute aus dem Fediverse',
  newcomers: 'Wen sie neu aufnimmt',
  newcomersHint: 'Bei der ersten Anmeldung dort. Wer schon drin war, bleibt drin.',
  choices: {
    'as-installation': 'Wen die Installation aufnimmt',
    everyone: 'Alle aus dem Fediverse',
    servers: 'Leute von diesen Servern',
    invited: 'Wer eine Einladung hat',
    linked: 'Nur, wer hier ein Konto hat und seines damit verbunden hat',
  },
  servers: 'Server',
  serversHint: 'Auf jeder Zeile eine Domain; was darunter liegt, gehört dazu.',
  missingEmail: 'Wer keine E-Mail-Adresse hat',
  missingEmailHint: 'Das Fediverse nennt keine, und manche Anwendungen weisen Leute ohne Adresse ab.',
  missingEmails: {
    none: 'kommt ohne hinein',
    ask: 'wird einmal nach einer gefragt und bestätigt sie per Mail',
    placeholder: 'bekommt eine unter deiner Platzhalter-Domain',
    refuse: 'erfährt, dass es so nicht geht',
  },
  bridge: 'Nur eine Brücke ins Fediverse',
  bridgeHint:
    'Es geht geradewegs zum Adressfeld und weiter: keine Anmeldung von hier, keine Kontoseiten. preferred_username ist das bewiesene user@domain.',
}
