import type { RecipeTexts } from '../recipe-texts.ts'

export const peertube = {
  about: 'Videos in the fediverse',
  asks: {
    allowed: {
      label: 'Group it lets in',
      hint: 'Everybody, if it is left empty; you can also say it here, for the application.',
    },
  },
  blocks: {},
  why: {
    'Discover URL': 'The whole address of the discovery document.',
    'Username property':
      'The handle: the username at the first sign-in, kept for ever. PeerTube recognises people by it, so a new username would be another account.',
    'Client secret': 'Without it, PeerTube would take itself for an application that keeps no secret.',
    'Token signature algorithm': 'Compared as it is: a token signed in another way is refused.',
  },
  existing:
    'PeerTube refuses a first sign-in whose username or address belongs to an account there that signs in with a password. Whoever has one changes its address there first, or keeps signing in with the password: the two do not become one.',
  traps: {
    plugin: 'It is done by PeerTube’s own plugin `auth-openid-connect`. Install it first, under Plugins/Themes.',
    silent:
      'Whatever goes wrong, PeerTube shows its sign-in page with `externalAuthError=true` and no reason. The reason is in its log, and in what this application’s page here lists.',
    names: 'It takes small letters, digits, dots and underscores; everything else becomes an underscore.',
    tenMinutes: 'Whoever takes longer than ten minutes here has to start again there.',
  },
} satisfies RecipeTexts
