import type { RecipeTexts } from '../recipe-texts.ts'

export const lemmy = {
  about: 'Links and discussions in the fediverse',
  asks: {},
  blocks: {},
  why: {
    'ID claim': 'What it recognises people by. The subject never changes.',
    'Auto verify email': 'Lemmy then takes every address from here for proven, and asks nobody.',
    'Account linking enabled':
      'With `yes`, whoever comes with an address gets the account there that has it. See below before you change it.',
  },
  existing:
    'Lemmy refuses a first sign-in whose address belongs to an account there, with `email_already_taken`. It takes that account instead if `Account linking enabled` is set, and the site itself demands proven addresses. Set it only for as long as people move, and check here that every address is proven.',
  traps: {
    version: 'Lemmy has this since 1.0.',
    registration:
      'New people come in only if the site lets them sign up by OAuth: `oauth_registration` in its settings.',
    username: 'Everybody chooses a username there at the first sign-in; ours is not taken over.',
    verify: 'Leave `Auto verify email` off if addresses here are not proven by their owners.',
  },
} satisfies RecipeTexts
