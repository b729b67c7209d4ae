import type { RecipeTexts } from '../recipe-texts.ts'

export const paperlessNgx = {
  about: 'Keeps scanned papers and finds them again',
  asks: {
    groups: {
      label: 'Where groups are kept',
      options: {
        there: 'There: people are put into groups by hand.',
        here: 'Here: at every sign-in, people are put into those groups there that are called as theirs here.',
      },
    },
  },
  blocks: {
    compose:
      'A new file beside `compose.yaml`, which Docker Compose adds to it. The service is called `webserver` in this, as in its own example.',
    env: 'For `docker-compose.env` or `paperless.conf`.',
    alone: 'With this, Paperless asks for no password of its own. Leave one way in until you have signed in once.',
  },
  why: {
    PAPERLESS_URL: 'The address by which people reach it. Without it, their browser’s requests are refused.',
    OAUTH_PKCE_ENABLED: 'A stolen code is worth nothing without it. Paperless can, so we insist.',
    provider_id: 'Part of the address that people are sent back to. A change would break the sign-in.',
    server_url: 'The whole address of the discovery document.',
    PAPERLESS_SOCIAL_AUTO_SIGNUP: 'Nobody is asked for a username if theirs here is free there.',
  },
  existing:
    'Whoever has an account there signs in with its password first and connects it at My Profile. Otherwise a first sign-in makes a second account, or asks for another username or address where they are taken.',
  traps: {
    slash: 'The address to answer at ends in a slash.',
    rights: 'New people may see and do nothing there until somebody gives them rights, best through a group.',
    groups: 'Only groups that are there already are given; and whoever leaves one here leaves it there.',
    privateCa:
      'If the certificate here is from an authority of your own, name its file in `REQUESTS_CA_BUNDLE`, inside the container.',
  },
} satisfies RecipeTexts
