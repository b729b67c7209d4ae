import type { RecipeTexts } from '../recipe-texts.ts'

export const vikunja = {
  about: 'Tasks and projects',
  asks: {
    key: {
      label: 'Name of this sign-in in its configuration',
      hint: 'Part of the address that people are sent back to. Leave it as it is unless it is taken.',
    },
  },
  blocks: {
    yaml: 'If `auth` is in the file already, add what is below to it.',
    alone: 'With this, Vikunja asks for no password of its own. It joins the `auth` above.',
    link: 'In place of the block above. Take the last line out again once everybody has signed in this way.',
  },
  why: {
    authurl: 'The issuer, compared letter by letter. Vikunja adds the rest of the address itself.',
    logouturl: 'Whoever signs out there is sent here, and asked whether to sign out here too.',
    emailfallback: 'Takes the account with the same address, if that address is proven here.',
  },
  existing:
    'A first sign-in makes a new account, also for people who have one there. While they come this way for the first time, use the block below: Vikunja then takes the account with the same address, if that address is proven here.',
  traps: {
    section: 'A second `auth` in the file would hide the first.',
    order:
      'Vikunja asks here while it starts. If this place is not up by then, the button is missing until it is started again.',
    key: 'To rename it there breaks the sign-in: it is part of the address registered here.',
    picture: 'Picture, name and address are taken over again at every sign-in.',
  },
} satisfies RecipeTexts
