import type { RecipeTexts } from '../recipe-texts.ts'
import { auth0 } from './auth0.ts'

export const auth0Enterprise = {
  about: 'Sign-in service; an OpenID Connect connection, for an organisation',
  asks: auth0.asks,
  blocks: {
    cli: 'Makes the connection with everything that belongs to it, its picture and the name on its button too.',
    curl: 'Does the same with a token for the Management API in `AUTH0_TOKEN`, which has the scope `create:connections`.',
    form: 'By hand, without picture and name of the button.',
  },
  why: {
    type: 'Back channel fetches tokens server to server. Front channel would carry them through the browser.',
    pkce: 'With `auto`, Auth0 takes the best of what our discovery document offers, which is `S256`.',
    discovery_url: 'The whole address; Auth0 takes the base as well.',
  },
  existing:
    'Auth0 makes a new user for a new connection, also when another user has the same address. To make one of the two, link the accounts at Auth0; it takes one call of its Management API for each.',
  traps: {
    enable:
      'A new connection is switched off for every application. Switch it on at `Authentication › Enterprise`, under Applications.',
    frontChannel:
      'Leave the channel at Back Channel. Front Channel asks for ID tokens through the browser, which we do not give.',
    patch:
      'Whoever changes `options` later by the Management API must send all of them: what is left out is gone, and the connection broken.',
    idTokenOnly: 'It reads the ID token and asks userinfo only if its mapping says so. We put everything into both.',
  },
} satisfies RecipeTexts
