import type { auth0Enterprise as english } from '../recipes-en/auth0-enterprise.ts'
import { auth0 } from './auth0.ts'

export const auth0Enterprise: typeof english = {
  about: 'Anmeldedienst; eine OpenID-Connect-Verbindung, für eine Organisation',
  asks: auth0.asks,
  blocks: {
    cli: 'Legt die Verbindung mit allem an, was dazugehört, auch mit Bild und Beschriftung des Knopfes.',
    curl: 'Tut dasselbe mit einem Token für die Management-API in `AUTH0_TOKEN`, das den Scope `create:connections` hat.',
    form: 'Von Hand, ohne Bild und Beschriftung des Knopfes.',
  },
  why: {
    type: 'Back Channel holt Tokens von Server zu Server. Front Channel trüge sie durch den Browser.',
    pkce: 'Mit `auto` nimmt Auth0 das Beste von dem, was unser Discovery-Dokument anbietet, und das ist `S256`.',
    discovery_url: 'Die ganze Adresse; Auth0 nimmt auch die Basis.',
  },
  existing:
    'Auth0 legt für eine neue Verbindung einen neuen Benutzer an, auch wenn ein anderer dieselbe Adresse hat. Um aus beiden einen zu machen, verbinde die Konten bei Auth0; das ist je ein Aufruf seiner Management-API.',
  traps: {
    enable:
      'Eine neue Verbindung ist für jede Anwendung ausgeschaltet. Schalte sie ein unter `Authentication › Enterprise`, bei Applications.',
    frontChannel:
      'Lass es bei Back Channel. Front Channel verlangt ID-Tokens durch den Browser, und die geben wir nicht.',
    patch:
      'Wer später `options` über die Management-API ändert, muss alle senden: Was fehlt, ist fort und die Verbindung kaputt.',
    idTokenOnly:
      'Es liest das ID-Token und fragt Userinfo nur, wenn seine Zuordnung das sagt. Wir legen alles in beide.',
  },
}
