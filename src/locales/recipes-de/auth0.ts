import type { auth0 as english } from '../recipes-en/auth0.ts'

export const auth0: typeof english = {
  about: 'Anmeldedienst; ein eigener Knopf unter den Social Connections',
  asks: {
    host: {
      label: 'Adresse deines Tenants',
      hint: 'Zum Beispiel `example.eu.auth0.com`.',
    },
    connection: {
      label: 'Name der Verbindung',
      hint: 'Buchstaben, Ziffern und Striche. Auth0 lässt ihn nie mehr ändern; die Leute lesen einen anderen.',
    },
    domain: {
      label: 'Eigene Domain',
      hint: 'Nur wenn du bei Auth0 eine eingerichtet hast: Dann werden die Leute dorthin zurückgeschickt.',
    },
    people: {
      label: 'Wer hereinkommt',
      options: {
        everybody: 'Alle mit einem Konto hier, und aus dem Fediverse, wo das eingeschaltet ist',
        fediverse: 'Leute aus dem Fediverse und sonst niemand: „Anmelden mit Mastodon“',
      },
    },
  },
  blocks: {
    cli: 'Legt die Verbindung mit allem an, was dazugehört, auch mit Bild und Beschriftung des Knopfes.',
    curl: 'Tut dasselbe mit einem Token für die Management-API in `AUTH0_TOKEN`, das den Scope `create:connections` hat.',
    form: 'Von Hand. Bild und Beschriftung des Knopfes lassen sich hier nicht eintragen; das geht nur mit dem Aufruf oben.',
  },
  why: {
    scope: 'Hier werden Scopes durch Leerzeichen getrennt.',
    user_id:
      'Das Subject, das sich nie ändert. Aus einem Benutzernamen oder einer Adresse würde eines Tages ein anderes Konto.',
    pkce_enabled: 'Lässt sich nur über die Management-API einschalten.',
    icon_url: 'Ein Bild, das jede Seite zeigen darf, hier aufbewahrt.',
  },
  existing:
    'Auth0 legt für eine neue Verbindung einen neuen Benutzer an, auch wenn ein anderer dieselbe Adresse hat. Um aus beiden einen zu machen, verbinde die Konten bei Auth0; das ist je ein Aufruf seiner Management-API.',
  traps: {
    enable:
      'Eine neue Verbindung ist für jede Anwendung ausgeschaltet. Schalte sie ein unter `Authentication › Social`, bei Applications.',
    patch:
      'Wer später `options` über die Management-API ändert, muss alle senden: Was fehlt, ist fort und die Verbindung kaputt.',
    icon: 'Bild und Beschriftung erscheinen nur in Universal Login.',
    picture: 'Auth0 übernimmt die Adresse des Bildes, wie sie ist; also muss sie für alle erreichbar sein.',
    sync: 'Name und Bild werden bei jeder Anmeldung übernommen, wenn die Verbindung nichts anderes sagt.',
  },
}
