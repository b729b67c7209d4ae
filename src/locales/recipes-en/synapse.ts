import type { RecipeTexts } from '../recipe-texts.ts'

export const synapse = {
  about: 'A server for Matrix chats that signs people in itself',
  asks: {
    client: {
      label: 'Client to open',
      hint: 'The web client of your people. Without it, nothing is shown among My applications.',
    },
    allowed: {
      label: 'Group it lets in',
      hint: 'Everybody, if it is left empty; you can also say it here, for the application.',
    },
  },
  blocks: { yaml: 'If `oidc_providers` is in the file already, add the part below its first line to that list.' },
  why: {
    issuer: 'Compared letter by letter. Synapse insists on https.',
    scopes: 'It reads the ID token and nothing else, so all of this is in it.',
    localpart_template:
      'Becomes the name in Matrix once, at the first sign-in. Synapse recognises people by the subject, so a new username here changes nothing.',
    allow_existing_users: 'With `true`, whoever comes with a name gets the account there that has it.',
  },
  existing:
    'At a first sign-in whose name is taken there, Synapse says so and stops. With `allow_existing_users: true` it takes that account instead, by its name alone: set it for the time in which people move, and check first that every username here belongs to the same person there.',
  traps: {
    list: 'A second `oidc_providers` in the file would hide the first.',
    delegated:
      'If the Matrix Authentication Service signs people in for this server, connect that instead: this here is then not read.',
    once: 'Name, picture and address are taken over once, when the account is made.',
    publicBaseurl: 'The address to answer at is made of `public_baseurl`. It has to be the one given here.',
  },
} satisfies RecipeTexts
