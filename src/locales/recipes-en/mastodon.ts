import type { RecipeTexts } from '../recipe-texts.ts'

export const mastodon = {
  about: 'Microblogs in the fediverse; also for its forks glitch-soc and Hometown',
  asks: {
    uid: {
      label: 'What Mastodon names an account after',
      hint: 'It becomes the name in the fediverse, for good, and is what Mastodon recognises people by.',
      options: {
        handle: 'Handle: the username at the first sign-in, kept for ever. Nobody loses an account by a new username.',
        sub: 'Subject: letters and digits. It never changes, and nobody can read it.',
        preferred_username:
          'Username: as it is today. Whoever changes it gets a second, empty account. For servers that already work this way.',
      },
    },
    issuer: {
      label: 'Which issuer it is given',
      hint: 'With one of its own, the addresses are those that authentik gives: whoever comes from there changes the host and nothing else.',
      options: {
        global: 'This installation’s',
        application: 'One of its own, as authentik has it',
      },
    },
  },
  blocks: {
    env: 'If one of these names is in the file already, this takes its place.',
    alone: 'With this, Mastodon asks for no password of its own: its sign-in button leads straight here.',
    reattach: 'Take it out again once everybody has signed in this way.',
  },
  why: {
    OIDC_ISSUER: 'Compared letter by letter: with a slash more or less at the end it would be another issuer.',
    OIDC_AUTH_ENDPOINT:
      'Mastodon finds this by itself. It is said all the same because Mastodon writes it into its page’s security policy; without it the browser may stop on the way here.',
    OIDC_SCOPE: 'Mastodon separates scopes by commas, and does not start without them.',
    OIDC_UID_FIELD:
      'Both the account’s key and the source of its name. Mastodon falls back to `sub` without a word when the claim is missing.',
    OIDC_USE_PKCE: 'With it, a stolen code is worth nothing. A Mastodon too old for it leaves the line unread.',
    OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED:
      'We say of every address whether it is proven, so nothing is assumed. With `true`, anybody could claim somebody else’s address.',
    OIDC_IDP_LOGOUT_REDIRECT_URI: 'Where people are sent after they have signed out here too.',
    SSO_ACCOUNT_SETTINGS: 'Mastodon’s account page leads here once it asks for no password of its own.',
    SSO_ACCOUNT_SIGN_UP: 'What visitors are shown as the way to an account.',
  },
  existing:
    'Mastodon refuses a first sign-in whose address belongs to an account of its own, without saying why. While the people who are there already sign in this way for the first time, add the block below: Mastodon then takes the account with the same address, if that address is proven here. Whoever is signed in there while they come here keeps that account in any case.',
  traps: {
    minimumAge:
      'If the server has a minimum age, accounts cannot be made by signing in: Mastodon would ask for a date of birth and cannot here.',
    avatar: 'Picture and name are taken over once, when the account is made, and never again.',
    sameName: 'If a name is taken there, Mastodon silently adds `_1`.',
    anotherIssuer:
      'Mastodon keeps no note of who the subject came from. With another provider later, the same value means the same person.',
    privateAddress:
      'If this place has a private network address, list it in `ALLOWED_PRIVATE_ADDRESSES`, or no picture arrives.',
  },
} satisfies RecipeTexts
