import type { RecipeTexts } from '../recipe-texts.ts'

export const immich = {
  about: 'Photographs and films, from the phone to your own server',
  asks: {
    admin: {
      label: 'Group of its administrators',
      hint: 'Looked at once, when Immich makes the account. Left empty, roles are given there by hand.',
    },
    quota: { label: 'Storage for each new account, in GiB', hint: 'As much as there is, if it is left empty.' },
  },
  blocks: {
    form: 'Switch it on with the switch above the fields, and save below them.',
    json: 'Only where settings are kept in a file already (`IMMICH_CONFIG_FILE`): add `oauth` to it.',
  },
  why: {
    ISSUER_URL: 'Immich adds the rest of the address itself, and takes the whole one as well.',
    ID_TOKEN_SIGNED_RESPONSE_ALG: 'Compared as it is: a token signed in another way is refused.',
    SCOPE: 'If an address is in the ID token, Immich asks no further; so all of this is in it.',
  },
  existing:
    'Immich takes the account with the same address, without looking whether it is proven: check here first that every one is. Whoever is signed in there can connect the two at Account Settings › OAuth instead, also with another address.',
  traps: {
    algorithm: 'Leave this application at RS256 here, or change `ID_TOKEN_SIGNED_RESPONSE_ALG` with it.',
    once: 'Name and picture are taken over once, when the account is made.',
    mobile:
      'The telephone’s app comes back by an address of its own, which is registered already, as is the one for `Mobile redirect URI override`.',
    http: 'Without https here, Immich needs `Allow insecure requests`.',
  },
} satisfies RecipeTexts
