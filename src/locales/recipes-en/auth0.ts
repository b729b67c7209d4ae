import type { RecipeTexts } from '../recipe-texts.ts'

export const auth0 = {
  about: 'Sign-in service; a button of its own among the social connections',
  asks: {
    host: {
      label: 'Address of your tenant',
      hint: 'For example `example.eu.auth0.com`.',
    },
    connection: {
      label: 'Name of the connection',
      hint: 'Letters, digits and dashes. Auth0 never lets it be changed; people read another name.',
    },
    domain: {
      label: 'Domain of your own',
      hint: 'Only if you have set one up at Auth0: then people are sent back there.',
    },
    people: {
      label: 'Who comes in',
      options: {
        everybody: 'Everybody with an account here, and from the fediverse where that is switched on',
        fediverse: 'People from the fediverse, and nobody else: “Log in with Mastodon”',
      },
    },
  },
  blocks: {
    cli: 'Makes the connection with everything that belongs to it, its picture and the name on its button too.',
    curl: 'Does the same with a token for the Management API in `AUTH0_TOKEN`, which has the scope `create:connections`.',
    form: 'By hand. Picture and name of the button cannot be entered here; they can only be set by the call above.',
  },
  why: {
    scope: 'Here scopes are separated by blanks.',
    user_id: 'The subject, which never changes. A username or an address would become another account one day.',
    pkce_enabled: 'Only the Management API can switch it on.',
    icon_url: 'A picture that any page may show, kept here.',
  },
  existing:
    'Auth0 makes a new user for a new connection, also when another user has the same address. To make one of the two, link the accounts at Auth0; it takes one call of its Management API for each.',
  traps: {
    enable:
      'A new connection is switched off for every application. Switch it on at `Authentication › Social`, under Applications.',
    patch:
      'Whoever changes `options` later by the Management API must send all of them: what is left out is gone, and the connection broken.',
    icon: 'Picture and name show only in Universal Login.',
    picture: 'Auth0 takes the picture’s address over as it is, so it must be reachable for everybody.',
    sync: 'Name and picture are taken over at every sign-in, unless the connection says otherwise.',
  },
} satisfies RecipeTexts
