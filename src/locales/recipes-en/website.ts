import type { RecipeTexts } from '../recipe-texts.ts'

export const website = {
  about: 'Log in with Mastodon: a website of your own, where people sign in with any fediverse account and no other',
  asks: {
    redirect: {
      label: 'Redirect address',
      hint: 'Where people are sent back to on your website, exactly as it says it.',
    },
    after: {
      label: 'Address after signing out',
      hint: 'Where people are sent when they have signed out here too. It may be left open.',
    },
  },
  blocks: {
    env: 'All that any OpenID Connect library needs. A whole website in a few lines is in `examples/website`.',
    fields: 'The same for a form, by the names that most have.',
  },
  why: {
    ISSUER: 'Compared letter by letter. A slash at the end would be another issuer.',
    Scope: '`profile` brings name, picture and address in the fediverse.',
  },
  existing:
    'People whom your website knows already are somebody new when they come this way. Let them connect it from their account there.',
  traps: {
    switchedOn: 'Nobody can come before the fediverse is switched on under `Ways in`.',
    subject: 'Recognise people by `sub`, which never changes, and show them as `acct`.',
    acct: '`acct` and `preferred_username` are the address that both their server and its domain confirm: `user@domain`, without `@` in front.',
    email:
      'The fediverse gives no e-mail addresses. If you need one, say on the application’s page that people are asked for it.',
    hint: 'If your website has a field of its own for the address, send what was typed as `login_hint`; then nobody types it twice.',
  },
} satisfies RecipeTexts
