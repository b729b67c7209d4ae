import type { mastodon as english } from '../recipes-en/mastodon.ts'

export const mastodon: typeof english = {
  about: 'Kurznachrichten im Fediverse; auch für die Abkömmlinge glitch-soc und Hometown',
  asks: {
    uid: {
      label: 'Wonach Mastodon ein Konto benennt',
      hint: 'Daraus wird der Name im Fediverse, für immer, und daran erkennt Mastodon die Leute wieder.',
      options: {
        handle:
          'Handle: der Benutzername bei der ersten Anmeldung, für immer. Niemand verliert durch einen neuen Namen sein Konto.',
        sub: 'Subject: Buchstaben und Ziffern. Ändert sich nie, und niemand kann es lesen.',
        preferred_username:
          'Benutzername: wie er heute ist. Wer ihn ändert, bekommt ein zweites, leeres Konto. Für Server, die schon so arbeiten.',
      },
    },
    issuer: {
      label: 'Welchen Aussteller sie bekommt',
      hint: 'Mit einem eigenen sind die Adressen die, die authentik vergibt: Wer von dort kommt, ändert den Rechnernamen und sonst nichts.',
      options: {
        global: 'Den dieser Installation',
        application: 'Einen eigenen, wie bei authentik',
      },
    },
  },
  blocks: {
    env: 'Steht einer dieser Namen schon in der Datei, so tritt dies an seine Stelle.',
    alone: 'Damit fragt Mastodon nach keinem eigenen Passwort mehr: Sein Anmeldeknopf führt geradewegs hierher.',
    reattach: 'Nimm es wieder heraus, sobald sich alle einmal so angemeldet haben.',
  },
  why: {
    OIDC_ISSUER: 'Wird Buchstabe für Buchstabe verglichen. Mit einem Schrägstrich am Ende wäre es ein anderer.',
    OIDC_AUTH_ENDPOINT:
      'Mastodon findet das selbst. Es steht trotzdem da, weil Mastodon es in die Sicherheitsregeln seiner Seite schreibt; sonst bleibt der Browser auf dem Weg hierher womöglich stehen.',
    OIDC_SCOPE: 'Mastodon trennt Scopes durch Kommas und startet ohne sie nicht.',
    OIDC_UID_FIELD:
      'Schlüssel des Kontos und Quelle seines Namens zugleich. Fehlt der Claim, nimmt Mastodon wortlos `sub`.',
    OIDC_USE_PKCE:
      'Ein gestohlener Code ist damit wertlos. Ein Mastodon, das dafür zu alt ist, lässt die Zeile ungelesen.',
    OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED:
      'Wir sagen von jeder Adresse, ob sie bestätigt ist; also wird nichts angenommen. Mit `true` könnte sich jemand eine fremde Adresse zuschreiben.',
    OIDC_IDP_LOGOUT_REDIRECT_URI: 'Wohin es geht, wenn sich jemand auch hier abgemeldet hat.',
    SSO_ACCOUNT_SETTINGS: 'Mastodons Kontoseite führt hierher, sobald es nach keinem eigenen Passwort mehr fragt.',
    SSO_ACCOUNT_SIGN_UP: 'Was Besuchern als Weg zu einem Konto gezeigt wird.',
  },
  existing:
    'Mastodon lehnt eine erste Anmeldung ab, wenn ihre Adresse schon zu einem Konto dort gehört, und sagt nicht, warum. Füge den Block unten für die Zeit hinzu, in der sich die vorhandenen Leute zum ersten Mal so anmelden: Mastodon nimmt dann das Konto mit derselben Adresse, wenn sie hier bestätigt ist. Wer dort angemeldet ist, während er hierher kommt, behält sein Konto in jedem Fall.',
  traps: {
    minimumAge:
      'Verlangt der Server ein Mindestalter, so entstehen durch Anmelden keine Konten: Mastodon müsste nach dem Geburtsdatum fragen und kann es hier nicht.',
    avatar: 'Bild und Name werden einmal übernommen, wenn das Konto entsteht, und nie wieder.',
    sameName: 'Ist ein Name dort vergeben, hängt Mastodon stillschweigend `_1` an.',
    anotherIssuer:
      'Mastodon merkt sich nicht, von wem ein Subject kam. Bei einem anderen Anbieter meint derselbe Wert später denselben Menschen.',
    privateAddress:
      'Hat dieser Ort eine private Netzadresse, nenne sie in `ALLOWED_PRIVATE_ADDRESSES`; sonst kommt kein Bild an.',
  },
}
