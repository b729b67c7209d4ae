import type { immich as english } from '../recipes-en/immich.ts'

export const immich: typeof english = {
  about: 'Fotos und Filme, vom Telefon auf den eigenen Server',
  asks: {
    admin: {
      label: 'Gruppe seiner Verwalter',
      hint: 'Wird einmal angesehen, wenn Immich das Konto anlegt. Ohne sie werden Rollen dort von Hand vergeben.',
    },
    quota: { label: 'Speicherplatz für jedes neue Konto, in GiB', hint: 'So viel, wie da ist, wenn nichts dasteht.' },
  },
  blocks: {
    form: 'Eingeschaltet wird es mit dem Schalter über den Feldern, gespeichert darunter.',
    json: 'Nur wo Einstellungen schon in einer Datei stehen (`IMMICH_CONFIG_FILE`): Füge `oauth` dort hinzu.',
  },
  why: {
    ISSUER_URL: 'Den Rest der Adresse hängt Immich selbst an; es nimmt auch die ganze.',
    ID_TOKEN_SIGNED_RESPONSE_ALG: 'Wird verglichen, wie es dasteht: Ein anders signiertes Token wird abgelehnt.',
    SCOPE: 'Steht eine Adresse im ID-Token, fragt Immich nicht weiter; also steht all das darin.',
  },
  existing:
    'Immich nimmt das Konto mit derselben Adresse und sieht nicht nach, ob sie bestätigt ist: Prüfe hier zuerst, dass jede es ist. Wer dort angemeldet ist, kann beide stattdessen unter Account Settings › OAuth verbinden, auch mit einer anderen Adresse.',
  traps: {
    algorithm: 'Lass diese Anwendung hier bei RS256, oder ändere `ID_TOKEN_SIGNED_RESPONSE_ALG` mit.',
    once: 'Name und Bild werden einmal übernommen, wenn das Konto entsteht.',
    mobile:
      'Die App auf dem Telefon kommt unter einer eigenen Adresse zurück; die ist schon eingetragen, ebenso die für `Mobile redirect URI override`.',
    http: 'Ohne https hier braucht Immich `Allow insecure requests`.',
  },
}
