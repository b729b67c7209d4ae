import type { RecipeTexts } from '../recipe-texts.ts'

export const grafana = {
  about: 'Dashboards and alerts',
  asks: {
    admins: {
      label: 'Group of its administrators',
      hint: 'Looked at again at every sign-in. Without any group, roles are given there by hand.',
    },
    editors: { label: 'Group of those who may edit', hint: 'Everybody else may look.' },
  },
  blocks: {
    compose:
      'A new file beside `compose.yaml`, which Docker Compose adds to it. It expects the service to be called `grafana`.',
    env: 'From a package it is in `/etc/default/grafana-server` or `/etc/sysconfig/grafana-server`.',
    alone:
      'With this, Grafana asks for no password of its own. If something is wrong here, `/login?disableAutoLogin` leads past it, once the form is back.',
    link: 'Take it out again once everybody has signed in this way: until then an address alone decides whose account it is.',
  },
  why: {
    GF_SERVER_ROOT_URL: 'The address to answer at is made of it. Without it, that would be localhost.',
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: 'Grafana looks for nothing by itself, so it is told every address.',
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'A stolen code is worth nothing without it. Grafana can, so we insist.',
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH:
      'An expression in JMESPath: the first group that somebody is in decides.',
    GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL: 'Whoever signs out there is signed out here too.',
  },
  existing:
    'Grafana refuses a first sign-in whose username or address belongs to an account there. While the people who are there already come this way for the first time, add the block below: it then takes the account with the same address, without looking whether it is proven. So check here that every one is.',
  traps: {
    rootUrl:
      'If people reach it by another address than the one given here, the sign-in stops at a redirect address that is not registered.',
    roles: 'With groups, roles that were given there by hand are overwritten at the next sign-in.',
    locked: 'Settings that were saved on its own page for generic OAuth count for more than these.',
  },
} satisfies RecipeTexts
