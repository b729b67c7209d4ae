import type { matrixAuthenticationService as english } from '../recipes-en/matrix-authentication-service.ts'

export const matrixAuthenticationService: typeof english = {
  about: 'Meldet die Leute für einen Matrix-Server an, so in der Suite von Element',
  asks: {
    host: { label: 'Adresse', hint: 'Die aus `http.public_base`; sie darf einen Pfad haben.' },
    client: {
      label: 'Client zum Öffnen',
      hint: 'Der Web-Client deiner Leute. Ohne ihn erscheint unter Meine Anwendungen nichts.',
    },
    provider: {
      label: 'Nummer dieser Anmeldung dort',
      hint: 'Eine ULID. Lass sie, wie sie ist, wenn jene Datei nicht schon dieselbe hat.',
    },
  },
  blocks: {
    yaml: 'Steht `upstream_oauth2` schon in der Datei, so füge jener Liste an, was hier unter `providers` steht.',
    link: 'Anstelle von `localpart` oben, mit derselben Einrückung.',
  },
  why: {
    id: 'Teil der Adresse, zu der die Leute zurückgeschickt werden. Eine Änderung bräche die Anmeldung.',
    issuer: 'Wird Buchstabe für Buchstabe verglichen. Mit einem Schrägstrich am Ende wäre es ein anderer.',
    id_token_signed_response_alg: 'Ein anders signiertes Token wird abgelehnt.',
    localpart:
      'Wird einmal zum Namen in Matrix, bei der ersten Anmeldung. Wiedererkannt werden die Leute am Subject; ein neuer Benutzername hier ändert nichts.',
    on_backchannel_logout:
      'Wer sich hier abmeldet, ist auch auf seinen Seiten abgemeldet. Mit `logout_all` auch in jedem Matrix-Programm, und von Nachrichten, deren Schlüssel sonst nirgends liegen.',
    pkce_method: 'Ein gestohlener Code ist damit wertlos. Der Dienst kann es, also bestehen wir darauf.',
  },
  existing:
    'Ist bei der ersten Anmeldung der Name dort vergeben, sagt der Dienst es und hört auf. Mit dem Block unten nimmt er stattdessen jenes Konto, allein nach dem Namen, wenn auf diesem Weg noch niemand dazu gekommen ist: Nimm ihn für die Zeit, in der die Leute umziehen, und prüfe vorher, dass jeder Benutzername hier demselben Menschen gehört wie dort.',
  traps: {
    list: 'Ein zweites `upstream_oauth2` in der Datei verdeckt das erste.',
    issuer: 'Der Dienst besteht auf https.',
    names:
      'Namen in Matrix haben kleine Buchstaben, Ziffern und `.`, `_`, `=`, `-` und `/`. Wer etwas anderes im Benutzernamen hat, wird abgewiesen.',
    algorithm: 'Lass diese Anwendung hier bei RS256, oder ändere `id_token_signed_response_alg` mit.',
  },
}
