import type { Sentences } from '../sentences.ts'

export const problems: Sentences['problems'] = {
  required: 'Füll das bitte aus.',
  too_long: 'Das ist zu lang.',
  bad_characters: 'Darin sind Zeichen, die hier nicht gehen.',
  bad_email: 'Das sieht nicht wie eine E-Mail-Adresse aus: Name, @, Host.',
  bad_username:
    'Nimm 1 bis 64 Kleinbuchstaben, Ziffern, Punkte, Binde- oder Unterstriche, vorn einen Buchstaben oder eine Ziffer.',
  bad_slug: 'Nimm Kleinbuchstaben, Ziffern und Bindestriche.',
  bad_url: 'Das ist keine Adresse, die mit https:// anfängt.',
  bad_choice: 'Wähle etwas aus der Liste.',
  bad_number: 'Gib eine ganze Zahl ein.',
  taken: 'Das hat schon jemand anderes.',
  wrong_password: 'Das ist nicht dein jetziges Passwort.',
}

export const passwords: Sentences['passwords'] = {
  too_short: ({ minimum }) =>
    `Das ist zu kurz. Nimm mindestens ${minimum} Zeichen; ein paar Wörter hintereinander genügen.`,
  too_long: 'Das ist mehr, als wir annehmen können. Nimm höchstens 1000 Zeichen.',
  common: 'Das haben schon viele gewählt, darum wird es zuerst geraten. Wähle etwas Eigenes.',
  context:
    'Das ist aus deinem Namen, deiner E-Mail-Adresse oder dem Namen dieses Ortes gemacht. Wähle etwas, das nichts mit dir zu tun hat.',
  unchanged: 'Dieses Passwort hast du schon.',
}
