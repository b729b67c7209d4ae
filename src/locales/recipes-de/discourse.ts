import type { discourse as english } from '../recipes-en/discourse.ts'

export const discourse: typeof english = {
  about: 'Ein Forum',
  asks: {},
  blocks: { rails: 'Im Container: `./launcher enter app` führt hinein.' },
  why: {
    openid_connect_discovery_document: 'Die ganze Adresse des Discovery-Dokuments.',
    openid_connect_authorize_scope: 'Von selbst bittet Discourse nur um `openid` und erfährt dann keine Adresse.',
    openid_connect_use_pkce: 'Ein gestohlener Code ist damit wertlos. Discourse kann es, also bestehen wir darauf.',
    openid_connect_match_by_email: 'Nimmt das Konto mit derselben Adresse, wenn sie hier bestätigt ist.',
    openid_connect_rp_initiated_logout: 'Wer sich dort abmeldet, wird auch hier abgemeldet.',
  },
  existing:
    'Discourse nimmt das Konto mit derselben Adresse, wenn sie hier bestätigt ist. Wer dort angemeldet ist, kann beide auch unter Einstellungen › Konto verbinden.',
  traps: {
    plugin:
      'Discourse bringt das Plugin seit 2025 mit. Bei einem älteren füge `discourse-openid-connect` in `app.yml` hinzu und baue neu.',
    names: 'Benutzername und Name sind Vorschläge bei der ersten Anmeldung. Die Leute dürfen dort andere wählen.',
    address: 'Ist die Adresse hier nicht bestätigt, schickt Discourse eine Mail und lässt sie selbst bestätigen.',
    privateAddress:
      'Hat dieser Ort eine private Netzadresse, nenne seinen Namen in `allowed_internal_hosts` der Seite; sonst misslingt die Discovery.',
    reasons:
      'Geht etwas schief, sagt Discourse nur das. `openid_connect_verbose_logging` schreibt den Grund in `/logs`.',
  },
}
