import type { forge as english } from '../recipes-en/forge.ts'

/** Für Forgejo und für Gitea, die es gleich machen. */
export const forge: typeof english = (name, about) => ({
  about,
  asks: {
    source: {
      label: `Name dieser Anmeldung bei ${name}`,
      hint: 'Teil der Adresse, zu der die Leute zurückgeschickt werden, auch in Groß und Klein. Lass ihn, wie er ist, wenn er nicht vergeben ist.',
    },
    admins: {
      label: 'Gruppe seiner Verwalter',
      hint: 'Wird bei jeder Anmeldung neu angesehen. Ohne sie werden Verwalter dort von Hand benannt.',
    },
  },
  blocks: {
    command: `Als der Benutzer, unter dem ${name} läuft, dort, wo seine \`app.ini\` liegt.`,
    docker: `Der Dienst heißt darin \`server\`, wie im eigenen Beispiel von ${name}.`,
    ini: 'Steht der Abschnitt schon in der Datei, so tritt dies an die Stelle dessen, was darin gleich heißt.',
  },
  why: {
    'auto-discover-url': 'Die ganze Adresse des Discovery-Dokuments.',
    ENABLE_AUTO_REGISTRATION: 'Wer zum ersten Mal kommt, bekommt sofort ein Konto.',
    USERNAME: 'Unser `nickname`, und das ist der Benutzername. Gebraucht wird er einmal, wenn das Konto entsteht.',
    ACCOUNT_LINKING: 'Wer dort ein Konto desselben Namens oder derselben Adresse hat, zeigt einmal dessen Passwort.',
  },
  existing: `Gehört ein Benutzername oder eine Adresse schon zu einem Konto dort, fragt ${name} einmal nach dessen Passwort und verbindet dann beide. Wer dort angemeldet ist, kann dasselbe unter Einstellungen › Account tun.`,
  traps: {
    source:
      'Wird er dort umbenannt, ist die Anmeldung kaputt: Der Name ist Teil der Adresse, die hier eingetragen ist.',
    user: `${name} läuft nicht als root, und so darf es auch der Befehl nicht.`,
    proxy: 'Die Rücksprungadresse macht es aus `ROOT_URL`. Es muss die Adresse sein, die hier steht, mit https.',
    names:
      'Manche Namen sind dort vorbehalten, und andere Zeichen als Buchstaben, Ziffern, `.`, `_` und `-` nimmt es nicht; dann fragt es nach einem Namen.',
    second:
      'Wer dort einen zweiten Faktor hat, wird auch nach dem gefragt, wenn diese Anmeldung ihn nicht überspringt.',
  },
})
