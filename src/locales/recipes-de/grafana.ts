import type { grafana as english } from '../recipes-en/grafana.ts'

export const grafana: typeof english = {
  about: 'Übersichten und Warnungen',
  asks: {
    admins: {
      label: 'Gruppe seiner Verwalter',
      hint: 'Wird bei jeder Anmeldung neu angesehen. Ohne jede Gruppe werden Rollen dort von Hand vergeben.',
    },
    editors: { label: 'Gruppe derer, die bearbeiten dürfen', hint: 'Alle anderen dürfen zusehen.' },
  },
  blocks: {
    compose: 'Eine neue Datei neben `compose.yaml`, die Docker Compose hinzunimmt. Der Dienst heißt darin `grafana`.',
    env: 'Aus einem Paket steht sie in `/etc/default/grafana-server` oder `/etc/sysconfig/grafana-server`.',
    alone:
      'Damit fragt Grafana nach keinem eigenen Passwort mehr. Stimmt hier etwas nicht, führt `/login?disableAutoLogin` daran vorbei, sobald das Formular wieder da ist.',
    link: 'Nimm es wieder heraus, sobald sich alle einmal so angemeldet haben: Bis dahin entscheidet allein eine Adresse, wessen Konto es ist.',
  },
  why: {
    GF_SERVER_ROOT_URL: 'Daraus macht es die Rücksprungadresse. Ohne sie wäre das localhost.',
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: 'Grafana sucht nichts selbst; also wird ihm jede Adresse gesagt.',
    GF_AUTH_GENERIC_OAUTH_USE_PKCE:
      'Ein gestohlener Code ist damit wertlos. Grafana kann es, also bestehen wir darauf.',
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH:
      'Ein Ausdruck in JMESPath: Die erste Gruppe, in der jemand ist, entscheidet.',
    GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL: 'Wer sich dort abmeldet, wird auch hier abgemeldet.',
  },
  existing:
    'Grafana lehnt eine erste Anmeldung ab, wenn ihr Benutzername oder ihre Adresse schon zu einem Konto dort gehört. Füge den Block unten für die Zeit hinzu, in der die vorhandenen Leute zum ersten Mal so kommen: Es nimmt dann das Konto mit derselben Adresse und sieht nicht nach, ob sie bestätigt ist. Prüfe also hier, dass jede es ist.',
  traps: {
    rootUrl:
      'Erreichen die Leute es unter einer anderen Adresse als der hier genannten, endet die Anmeldung an einer Rücksprungadresse, die nicht eingetragen ist.',
    roles: 'Mit Gruppen werden Rollen, die dort von Hand vergeben wurden, bei der nächsten Anmeldung überschrieben.',
    locked: 'Was auf seiner eigenen Seite für Generic OAuth gespeichert wurde, gilt mehr als dies.',
  },
}
