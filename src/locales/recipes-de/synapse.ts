import type { synapse as english } from '../recipes-en/synapse.ts'

export const synapse: typeof english = {
  about: 'Ein Server für Chats in Matrix, der die Leute selbst anmeldet',
  asks: {
    client: {
      label: 'Client zum Öffnen',
      hint: 'Der Web-Client deiner Leute. Ohne ihn erscheint unter Meine Anwendungen nichts.',
    },
    allowed: {
      label: 'Gruppe, die es einlässt',
      hint: 'Alle, wenn nichts dasteht; du kannst es auch hier, bei der Anwendung, sagen.',
    },
  },
  blocks: {
    yaml: 'Steht `oidc_providers` schon in der Datei, so füge jener Liste an, was hier unter der ersten Zeile steht.',
  },
  why: {
    issuer: 'Wird Buchstabe für Buchstabe verglichen. Synapse besteht auf https.',
    scopes: 'Es liest das ID-Token und sonst nichts; also steht all das darin.',
    localpart_template:
      'Wird einmal zum Namen in Matrix, bei der ersten Anmeldung. Synapse erkennt die Leute am Subject; ein neuer Benutzername hier ändert nichts.',
    allow_existing_users: 'Mit `true` bekommt, wer mit einem Namen kommt, das Konto dort, das ihn hat.',
  },
  existing:
    'Ist bei der ersten Anmeldung der Name dort vergeben, sagt Synapse es und hört auf. Mit `allow_existing_users: true` nimmt es stattdessen jenes Konto, allein nach dem Namen: Setze es für die Zeit, in der die Leute umziehen, und prüfe vorher, dass jeder Benutzername hier demselben Menschen gehört wie dort.',
  traps: {
    list: 'Ein zweites `oidc_providers` in der Datei verdeckt das erste.',
    delegated:
      'Meldet der Matrix Authentication Service die Leute für diesen Server an, verbinde jenen: Dies hier wird dann nicht gelesen.',
    once: 'Name, Bild und Adresse werden einmal übernommen, wenn das Konto entsteht.',
    publicBaseurl: 'Die Rücksprungadresse macht es aus `public_baseurl`. Es muss die Adresse sein, die hier steht.',
  },
}
