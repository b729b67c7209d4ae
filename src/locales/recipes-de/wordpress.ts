import type { wordpress as english } from '../recipes-en/wordpress.ts'

export const wordpress: typeof english = {
  about: 'Blogs und Seiten; mit dem Plugin OpenID Connect Generic',
  asks: {
    languages: {
      label: 'Sprachen, in denen es benutzt wird',
      hint: 'Wie WordPress sie nennt, durch Kommas getrennt: `de_DE`. Nach dem Abmelden kommen Leute an eine Adresse zurück, die ihre nennt.',
    },
  },
  blocks: {
    php: 'Über der Zeile, die sagt, dass hier Schluss ist mit Bearbeiten.',
    alone:
      'Anstelle desselben Namens oben. Die Anmeldeseite führt dann geradewegs hierher und fragt nach keinem Passwort mehr; die Zeile von oben bringt es zurück.',
    link: 'Anstelle desselben Namens oben, und für die Zeit eines Umzugs.',
  },
  why: {
    OIDC_ENDPOINT_LOGIN_URL: 'Das Plugin sucht nichts selbst; also wird ihm jede Adresse gesagt.',
    OIDC_CREATE_IF_DOES_NOT_EXIST: 'Ohne dies wird abgewiesen, wer dort kein Konto hat.',
    OIDC_LINK_EXISTING_USERS: 'Mit `true` bekommt, wer mit einer Adresse kommt, das Konto dort, das sie hat.',
    OIDC_ENDPOINT_LOGOUT_URL: 'Wer sich dort abmeldet, ist auch hier abgemeldet und wird zurückgeführt.',
  },
  existing:
    'Eine erste Anmeldung, deren Benutzername oder Adresse zu einem Konto dort gehört, wird abgelehnt. Nimm den Block unten für die Zeit, in der die vorhandenen Leute zum ersten Mal so kommen: Das Plugin nimmt dann jenes Konto und sieht nicht nach, ob die Adresse bestätigt ist. Prüfe also hier, dass jede es ist, die der Verwalter zuallererst.',
  traps: {
    plugin: 'Installiere zuerst das Plugin `OpenID Connect Generic Client`.',
    place: 'Was in `wp-config.php` steht, lässt sich auf der Seite des Plugins nicht mehr ändern.',
    threeMinutes: 'Wer hier länger als drei Minuten braucht, liest dort „Invalid state“ und muss von vorn beginnen.',
    role: 'Neue Leute bekommen die Rolle, die die Seite allen Neuen gibt.',
  },
}
