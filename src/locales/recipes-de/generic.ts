import type { generic as english } from '../recipes-en/generic.ts'

export const generic: typeof english = {
  about: 'Alles andere, das OpenID Connect spricht',
  asks: {
    redirect: {
      label: 'Rücksprungadresse',
      hint: 'Wohin die Leute zurückgeschickt werden, genau wie die Anwendung es sagt: vielleicht nennt sie es Callback oder Redirect URI.',
    },
    kind: {
      label: 'Wo sie läuft',
      options: {
        server: 'Auf einem Server, und kann ein Geheimnis bewahren',
        browser: 'Im Browser oder auf den Geräten der Leute, und kann kein Geheimnis bewahren',
      },
    },
    after: {
      label: 'Adresse nach dem Abmelden',
      hint: 'Wohin die Leute kommen, wenn sie sich auch hier abgemeldet haben, genau wie die Anwendung es sagt. Darf offenbleiben.',
    },
  },
  blocks: {
    fields: 'Jede Anwendung hat eigene Namen dafür. Die meisten brauchen nur die ersten drei.',
  },
  why: {
    Issuer: 'Wird Buchstabe für Buchstabe verglichen. Mit einem Schrägstrich am Ende wäre es ein anderer.',
    Scope: 'Manche wollen Kommas dazwischen; manche fügen `openid` selbst hinzu.',
  },
  existing:
    'Sieh nach, wonach die Anwendung geht, wenn jemand zum ersten Mal kommt: Viele weisen eine Adresse ab, die schon ein Konto dort hat, manche nehmen dieses Konto. Am besten meldet man sich zuerst dort an und verbindet dann die Anmeldung, wo das angeboten wird.',
  traps: {
    issuer:
      'Fragt sie nach einem Issuer oder einer Basis, gib ihr den Issuer allein. Den Rest der Adresse hängt sie selbst an.',
    discovery: 'Fragt sie nach einer Discovery- oder Metadaten-Adresse, gib ihr die ganze.',
    proxy:
      'Zeigt unsere Fehlerseite mit `http:`, was mit `https:` eingetragen ist, so sendet ihr Proxy kein `X-Forwarded-Proto`.',
    subject: 'Lässt sich wählen, woran sie Leute erkennt, so wähle `sub`: Nur das ändert sich nie.',
    logout:
      'Kehrt sie nach dem Abmelden irgendwohin zurück, muss auch diese Adresse eingetragen sein: oben, oder später auf der Seite der Anwendung.',
  },
}
