import type { peertube as english } from '../recipes-en/peertube.ts'

export const peertube: typeof english = {
  about: 'Videos im Fediverse',
  asks: {
    allowed: {
      label: 'Gruppe, die es einlässt',
      hint: 'Alle, wenn nichts dasteht; du kannst es auch hier, bei der Anwendung, sagen.',
    },
  },
  blocks: {},
  why: {
    'Discover URL': 'Die ganze Adresse des Discovery-Dokuments.',
    'Username property':
      'Der Handle: der Benutzername bei der ersten Anmeldung, für immer. PeerTube erkennt die Leute daran; ein neuer Benutzername wäre ein anderes Konto.',
    'Client secret': 'Ohne es hielte sich PeerTube für eine Anwendung, die kein Geheimnis bewahrt.',
    'Token signature algorithm': 'Wird verglichen, wie es dasteht: Ein anders signiertes Token wird abgelehnt.',
  },
  existing:
    'PeerTube lehnt eine erste Anmeldung ab, wenn ihr Benutzername oder ihre Adresse zu einem Konto dort gehört, das sich mit Passwort anmeldet. Wer eines hat, ändert dort zuerst dessen Adresse oder meldet sich weiter mit dem Passwort an: Eins wird aus beiden nicht.',
  traps: {
    plugin: 'Das tut PeerTubes eigenes Plugin `auth-openid-connect`. Installiere es zuerst, unter Plugins/Themes.',
    silent:
      'Was auch schiefgeht, PeerTube zeigt seine Anmeldeseite mit `externalAuthError=true` und ohne Grund. Der Grund steht in seinem Protokoll und in dem, was hier die Seite dieser Anwendung auflistet.',
    names: 'Es nimmt kleine Buchstaben, Ziffern, Punkte und Unterstriche; alles andere wird zum Unterstrich.',
    tenMinutes: 'Wer hier länger als zehn Minuten braucht, muss dort von vorn beginnen.',
  },
}
