import type { RecipeTexts } from '../recipe-texts.ts'

export const miniflux = {
  about: 'Reads feeds',
  asks: {},
  blocks: {
    compose:
      'A new file beside `compose.yaml`, which Docker Compose adds to it. It expects the service to be called `miniflux`.',
    env: 'From a package it is in `/etc/miniflux.conf`.',
    alone: 'With this, Miniflux asks for no password of its own.',
  },
  why: {
    OAUTH2_OIDC_DISCOVERY_ENDPOINT:
      'In spite of its name, the issuer alone: Miniflux adds the rest itself, and compares letter by letter.',
    OAUTH2_REDIRECT_URL: 'Sent as it is; so it is written exactly as it is registered here.',
    OAUTH2_USER_CREATION: 'Without it, whoever has no account there is refused.',
  },
  existing:
    'Whoever has an account there signs in with its password and connects it in its settings. Otherwise a first sign-in makes a second account; if the username is taken there, it is refused.',
  traps: {
    silent:
      'If something goes wrong, Miniflux mostly shows its sign-in page again without a word. The reason is in its log.',
    username: 'The username is taken over once, when the account is made.',
    administrator:
      'Nobody becomes an administrator this way. Name the first one by `ADMIN_USERNAME` or by an account that is there.',
  },
} satisfies RecipeTexts
