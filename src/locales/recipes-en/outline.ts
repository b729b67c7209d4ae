import type { RecipeTexts } from '../recipe-texts.ts'

export const outline = {
  about: 'A wiki for teams',
  asks: {},
  blocks: {
    compose:
      'A new file beside `compose.yaml`, which Docker Compose adds to it. It expects the service to be called `outline`.',
    env: 'For `docker.env` or `.env`, or wherever its environment is kept.',
  },
  why: {
    OIDC_AUTH_URI: 'Told address by address, every version of Outline understands it.',
    OIDC_USERNAME_CLAIM: 'What stands beside the name, and in its place where there is none.',
    OIDC_LOGOUT_URI: 'Whoever signs out there is signed out here too.',
  },
  existing:
    'Outline takes the account with the same address, if there is one in that workspace. Check first that every address here is proven and belongs to the same person there.',
  traps: {
    first: 'Whoever signs in first makes the workspace and becomes its administrator: be that person yourself.',
    redirect:
      'Once this is its only sign-in, Outline leads straight here. `OIDC_DISABLE_REDIRECT=true` keeps its own page.',
    picture: 'Without a name or an address, Outline says so and lets nobody in. A picture may be missing.',
  },
} satisfies RecipeTexts
