import type { Sentences } from '../sentences.ts'

export const tryIt: Sentences['tryIt'] = {
  title: 'Ausprobieren',
  lead: 'Melde dich so an, wie eine Anwendung dich anmelden ließe, und sieh, was sie bekommt.',
  explain:
    'Du gehst durch die echte Anmeldung, über dieselben Adressen wie jede Anwendung. Was zurückkommt, wird dir gezeigt, an dem gemessen, was jede Art von Anwendung verlangt, und weggeworfen.',
  begin: 'Anmelden und ansehen',
  again: 'Noch einmal',
  name: 'Ausprobieren',
  verdicts: 'Wer das annehmen würde',
  verdictsLead: 'Berechnet aus der Anmeldung von eben.',
  mend: 'Das beheben',
  idToken: 'ID-Token',
  idTokenLead: ({ algorithm }) => `Mit ${algorithm} signiert, und die Signatur stimmt.`,
  userinfo: 'Antwort von Userinfo',
  userinfoLead: 'Was das Zugriffstoken öffnet. Es ist inzwischen widerrufen.',
  noUserinfo: 'Userinfo hat nicht geantwortet.',
  response: 'Antwort mit den Token',
  header: 'Kopf',
  raw: 'Das ID-Token, wie es gesendet wurde',
  failed: 'Einer Anwendung würde gesagt, dass diese Anmeldung gescheitert ist',
  lost: 'Dieser Versuch ist vorbei. Fang noch einmal an.',
}
