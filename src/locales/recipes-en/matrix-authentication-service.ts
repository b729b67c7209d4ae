import type { RecipeTexts } from '../recipe-texts.ts'

export const matrixAuthenticationService = {
  about: 'Signs people in for a Matrix server, as Element’s suite does',
  asks: {
    host: { label: 'Its address', hint: 'The one in `http.public_base`, which may have a path.' },
    client: {
      label: 'Client to open',
      hint: 'The web client of your people. Without it, nothing is shown among My applications.',
    },
    provider: {
      label: 'Number of this sign-in there',
      hint: 'A ULID. Leave it as it is unless that file has the same one already.',
    },
  },
  blocks: {
    yaml: 'If `upstream_oauth2` is in the file already, add what is below `providers` to that list.',
    link: 'In place of the `localpart` above, with the same indentation.',
  },
  why: {
    id: 'Part of the address that people are sent back to. A change would break the sign-in.',
    issuer: 'Compared letter by letter. A slash at the end would be another issuer.',
    id_token_signed_response_alg: 'A token signed in another way is refused.',
    localpart:
      'Becomes the name in Matrix once, at the first sign-in. It is the subject that people are recognised by, so a new username here changes nothing.',
    on_backchannel_logout:
      'Whoever signs out here is signed out of its pages too. With `logout_all`, also of every Matrix client, and of messages whose keys are nowhere else.',
    pkce_method: 'A stolen code is worth nothing without it. It can, so we insist.',
  },
  existing:
    'At a first sign-in whose name is taken there, it says so and stops. With the block below it takes that account instead, by its name alone, if nobody has come to it this way yet: use it for the time in which people move, and check first that every username here belongs to the same person there.',
  traps: {
    list: 'A second `upstream_oauth2` in the file would hide the first.',
    issuer: 'It insists on https.',
    names:
      'Names in Matrix have small letters, digits and `.`, `_`, `=`, `-` and `/`. Whoever has anything else in the username is refused.',
    algorithm: 'Leave this application at RS256 here, or change `id_token_signed_response_alg` with it.',
  },
} satisfies RecipeTexts
