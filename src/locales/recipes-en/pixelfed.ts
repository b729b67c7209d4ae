import type { RecipeTexts } from '../recipe-texts.ts'

export const pixelfed = {
  about: 'Photographs in the fediverse',
  asks: {},
  blocks: { env: 'If one of these names is in the file already, this takes its place.' },
  why: {
    PF_OIDC_AUTHORIZE_URL: 'Pixelfed looks for nothing by itself, so it is told every address.',
    PF_OIDC_PROFILE_URL: 'All it knows of somebody it reads here; it never opens the ID token.',
    PF_OIDC_USERNAME_FIELD:
      'The handle: the username at the first sign-in, in letters, digits and underscores, which Pixelfed takes.',
    PF_OIDC_FIELD_ID: 'What it recognises people by. The subject never changes.',
  },
  existing:
    'Pixelfed refuses a first sign-in whose address belongs to an account there, and cannot connect the two. Whoever has an account there keeps signing in with its password, or changes its address there first and starts anew.',
  traps: {
    version: 'Pixelfed has this since 0.12.5.',
    domain: 'The domain of the address must have a record in the DNS. `alice@pixels.local` is refused.',
    name: 'Usernames have 2 to 30 characters there and names 30 at most. With a longer name, a first sign-in fails.',
    avatar: 'It takes no picture over.',
    verified: 'It takes every address for proven, and does not ask. Let people confirm theirs here first.',
  },
} satisfies RecipeTexts
