import type { RecipeTexts } from '../recipe-texts.ts'

export const gotosocial = {
  about: 'A small server for the fediverse',
  asks: {
    admins: {
      label: 'Groups of its administrators',
      hint: 'Separated by commas. Whoever is in one when their account is made there becomes an administrator.',
    },
    allowed: {
      label: 'Groups it lets in',
      hint: 'Separated by commas. Everybody, if it is left empty; you can also say it here, for the application.',
    },
  },
  blocks: {
    yaml: 'If one of these names is in the file already, this takes its place.',
    env: 'The environment counts for more than the file.',
    link: 'Take it out again once everybody has signed in this way: until then an address alone decides whose account it is.',
  },
  why: {
    'oidc-issuer': 'Compared letter by letter when it starts. A slash too many, and GoToSocial does not start.',
    'oidc-scopes': 'It never asks userinfo, so all of this is in the ID token.',
    'oidc-skip-verification': 'With `true`, it would take a token meant for another application.',
    'oidc-link-existing': 'Recognises people by their address, whoever proved it. Only for the time of a move.',
  },
  existing:
    'GoToSocial refuses a first sign-in whose address belongs to an account there, with status 409. While the people who are there already come this way for the first time, add the block below: it then takes the account with the same address. It does not look whether the address is proven, so check here that every one is.',
  traps: {
    order: 'It asks here once, while it starts. If this place is not up by then, GoToSocial does not start.',
    username:
      'At the first sign-in it asks for a username, with ours filled in. It takes small letters, digits and underscores, and keeps the name for ever.',
    password: 'With this, its own page for password and address is gone: everybody signs in here.',
    adminsOnce: 'Who is an administrator is decided when the account is made. Later changes of groups change nothing.',
    anotherIssuer:
      'It keeps no note of who the subject came from. With another provider later, the same value means the same person.',
    denied: 'Whoever declines here reads “code parameter not found” there. Nothing is broken then.',
  },
} satisfies RecipeTexts
