import type { RecipeTexts } from '../recipe-texts.ts'

export const discourse = {
  about: 'A forum',
  asks: {},
  blocks: { rails: 'Inside the container: `./launcher enter app` leads there.' },
  why: {
    openid_connect_discovery_document: 'The whole address of the discovery document.',
    openid_connect_authorize_scope: 'By itself Discourse asks for `openid` alone, and then learns no address.',
    openid_connect_use_pkce: 'A stolen code is worth nothing without it. Discourse can, so we insist.',
    openid_connect_match_by_email: 'Takes the account with the same address, if that address is proven here.',
    openid_connect_rp_initiated_logout: 'Whoever signs out there is signed out here too.',
  },
  existing:
    'Discourse takes the account with the same address, if that address is proven here. Whoever is signed in there can also connect the two at Preferences › Account.',
  traps: {
    plugin:
      'Discourse brings the plugin along since 2025. In an older one, add `discourse-openid-connect` to `app.yml` and rebuild.',
    names: 'Username and name are suggestions at the first sign-in. People may choose others there.',
    address: 'If the address is not proven here, Discourse sends a mail and asks for a proof itself.',
    privateAddress:
      'If this place has a private network address, list its name in the site’s `allowed_internal_hosts`, or discovery fails.',
    reasons:
      'If something goes wrong, Discourse says no more than that. `openid_connect_verbose_logging` writes the reason into `/logs`.',
  },
} satisfies RecipeTexts
