import type { RecipeTexts } from '../recipe-texts.ts'

export const jellyfin = {
  about: 'Films, series and music; by its plugin SSO-Auth',
  asks: {
    provider: {
      label: 'Name of this sign-in there',
      hint: 'Part of the address that people are sent back to, capitals too. Leave it as it is unless it is taken.',
    },
    admins: {
      label: 'Group of its administrators',
      hint: 'Without it, they are named there by hand.',
    },
    allowed: {
      label: 'Group it lets in',
      hint: 'Everybody, if it is left empty; you can also say it here, for the application.',
    },
  },
  blocks: {
    form: 'What is not named here stays as it is.',
    api: 'The same by the plugin’s own interface, with a key from `Dashboard › API Keys` in `JELLYFIN_API_KEY`.',
  },
  why: {
    'Set default username claim':
      'The handle: the username at the first sign-in, kept for ever. The plugin recognises people by it, so a new username would be another account.',
    'OpenID Endpoint': 'The issuer alone: the plugin adds the rest itself, and compares letter by letter.',
    'Scheme Override': 'Behind a proxy it would otherwise make its address with `http:`.',
    'Enable All Folders': 'Everybody sees all libraries. Choose single ones there if that is too much.',
  },
  existing:
    'Whoever has an account there signs in with its password and connects it at `/SSOViews/linking`. At a first sign-in by a name that an account there has, the plugin takes that account: check first that every username here belongs to the same person there.',
  traps: {
    plugin:
      'The plugin is not in Jellyfin’s own catalogue: add its repository first. It has been archived by its author; those who carry it on keep its names.',
    button:
      'Jellyfin’s sign-in page shows no button by itself. The address under My applications leads straight here; for a button, put a link to it into Branding › Login disclaimer.',
    sameName: 'The administrator’s own account is no exception: nobody here should have its name.',
    rights:
      'With a group of administrators, rights are set anew at every sign-in, and what was given there by hand is gone.',
    apps: 'Apps that know no such sign-in come in by Quick Connect.',
  },
} satisfies RecipeTexts
