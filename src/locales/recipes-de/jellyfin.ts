import type { jellyfin as english } from '../recipes-en/jellyfin.ts'

export const jellyfin: typeof english = {
  about: 'Filme, Serien und Musik; mit seinem Plugin SSO-Auth',
  asks: {
    provider: {
      label: 'Name dieser Anmeldung dort',
      hint: 'Teil der Adresse, zu der die Leute zurückgeschickt werden, auch in Groß und Klein. Lass ihn, wie er ist, wenn er nicht vergeben ist.',
    },
    admins: {
      label: 'Gruppe seiner Verwalter',
      hint: 'Ohne sie werden Verwalter dort von Hand benannt.',
    },
    allowed: {
      label: 'Gruppe, die es einlässt',
      hint: 'Alle, wenn nichts dasteht; du kannst es auch hier, bei der Anwendung, sagen.',
    },
  },
  blocks: {
    form: 'Was hier nicht genannt ist, bleibt, wie es ist.',
    api: 'Dasselbe über die Schnittstelle des Plugins, mit einem Schlüssel aus `Dashboard › API Keys` in `JELLYFIN_API_KEY`.',
  },
  why: {
    'Set default username claim':
      'Der Handle: der Benutzername bei der ersten Anmeldung, für immer. Das Plugin erkennt die Leute daran; ein neuer Benutzername wäre ein anderes Konto.',
    'OpenID Endpoint': 'Der Issuer allein: Den Rest hängt das Plugin selbst an und vergleicht Buchstabe für Buchstabe.',
    'Scheme Override': 'Hinter einem Proxy machte es seine Adresse sonst mit `http:`.',
    'Enable All Folders': 'Alle sehen alle Bibliotheken. Wähle dort einzelne aus, wenn das zu viel ist.',
  },
  existing:
    'Wer dort ein Konto hat, meldet sich mit dessen Passwort an und verbindet es unter `/SSOViews/linking`. Hat bei einer ersten Anmeldung ein Konto dort denselben Namen, so nimmt das Plugin jenes Konto: Prüfe vorher, dass jeder Benutzername hier demselben Menschen gehört wie dort.',
  traps: {
    plugin:
      'Das Plugin steht nicht in Jellyfins eigenem Katalog: Füge zuerst sein Repository hinzu. Sein Autor hat es archiviert; wer es weiterführt, behält seine Namen.',
    button:
      'Jellyfins Anmeldeseite zeigt von selbst keinen Knopf. Die Adresse unter Meine Anwendungen führt geradewegs hierher; für einen Knopf setze einen Link dorthin unter Branding › Login disclaimer.',
    sameName: 'Auch das Konto des Verwalters ist keine Ausnahme: Niemand hier sollte so heißen.',
    rights:
      'Mit einer Gruppe von Verwaltern werden Rechte bei jeder Anmeldung neu gesetzt, und was dort von Hand vergeben war, ist fort.',
    apps: 'Apps, die eine solche Anmeldung nicht kennen, kommen mit Quick Connect hinein.',
  },
}
