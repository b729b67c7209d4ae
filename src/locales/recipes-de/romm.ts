import type { romm as english } from '../recipes-en/romm.ts'

export const romm: typeof english = {
  about: 'Eine Sammlung von Spielen',
  asks: {
    admin: {
      label: 'Gruppe seiner Verwalter',
      hint: 'Wird bei jeder Anmeldung neu angesehen. Ohne jede Gruppe werden Rollen dort von Hand vergeben.',
    },
    editor: { label: 'Gruppe derer, die bearbeiten dürfen' },
    viewer: {
      label: 'Gruppe derer, die zusehen dürfen',
      hint: 'Alle, wenn nichts dasteht. Sonst wird abgewiesen, wer in keiner Gruppe ist.',
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
    compose: 'Eine neue Datei neben `compose.yaml`, die Docker Compose hinzunimmt. Der Dienst heißt darin `romm`.',
    env: 'Für eine Datei mit Variablen, oder wo immer seine Umgebung steht.',
    alone:
      'Damit fragt RomM nach keinem eigenen Passwort mehr. Stimmt hier etwas nicht, führt `/login?bypass_autologin=true` daran vorbei.',
  },
  why: {
    OIDC_SERVER_APPLICATION_URL: 'Den Rest der Discovery-Adresse hängt RomM selbst an.',
    OIDC_REDIRECT_URI: 'Wird so gesendet, wie es dasteht; also steht es genau so da, wie es hier eingetragen ist.',
    OIDC_CLAIM_ROLES: 'Der Claim, der gelesen wird, und zugleich ein Scope, um den gebeten wird.',
    OIDC_ROLE_VIEWER: '`*` sind alle.',
    OIDC_RP_INITIATED_LOGOUT: 'Wer sich dort abmeldet, wird nach einer Rückfrage auch hier abgemeldet.',
    ROMM_BASE_URL: 'Die Adresse, unter der die Leute es erreichen, so wie sein Proxy sie hat.',
  },
  existing:
    'RomM erkennt Leute an ihrer Adresse. Wer dort schon ein Konto hat, trägt in dessen Profil zuerst dieselbe Adresse ein, genau wie sie hier steht, und behält dann dieses Konto.',
  traps: {
    verified:
      'Nur mit bestätigter Adresse. Sonst sagt RomM „Email is not verified“: Lass sie bestätigen, oder bürge hier auf der Seite der Person für sie.',
    emailIsKey: 'Die Adresse ist das Konto. Wer sie hier ändert, bekommt dort ein neues, leeres.',
    usernameTaken: 'Hat dort schon ein anderes Konto den Benutzernamen, antwortet RomM mit „Internal Server Error“.',
    oneValueEach: 'Jede Rolle ist eine Gruppe. Eine Liste mit Kommas wird als ein langer Name gelesen.',
    privateCa:
      'Stammt das Zertifikat hier von einer eigenen Stelle, nenne deren Datei im Container in `OIDC_TLS_CACERTFILE`.',
    clock: 'Seine Uhr darf zwei Minuten falsch gehen, mehr nicht.',
  },
}
