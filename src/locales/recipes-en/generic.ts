import type { RecipeTexts } from '../recipe-texts.ts'

export const generic = {
  about: 'Anything else that speaks OpenID Connect',
  asks: {
    redirect: {
      label: 'Redirect address',
      hint: 'Where people are sent back to, exactly as the application says it: it may call it callback, or redirect URI.',
    },
    kind: {
      label: 'Where it runs',
      options: {
        server: 'On a server, and can keep a secret',
        browser: 'In a browser or on people’s machines, and cannot keep a secret',
      },
    },
    after: {
      label: 'Address after signing out',
      hint: 'Where people are sent when they have signed out here too, exactly as the application says it. It may be left open.',
    },
  },
  blocks: {
    fields: 'Every application has names of its own for these. Most need no more than the first three.',
  },
  why: {
    Issuer: 'Compared letter by letter. A slash at the end would be another issuer.',
    Scope: 'Some want commas in between; some add `openid` themselves.',
  },
  existing:
    'Look what the application goes by when somebody comes for the first time: many refuse an address that an account there has already, some take that account. The best way in is to sign in there first and then to connect the sign-in, where it offers that.',
  traps: {
    issuer: 'If it asks for an issuer or a base, give it the issuer alone. It adds the rest of the address itself.',
    discovery: 'If it asks for a discovery or metadata address, give it the whole one.',
    proxy:
      'If our error page shows the same address with `http:` that is registered with `https:`, its proxy does not send `X-Forwarded-Proto`.',
    subject: 'Where you can choose what it recognises people by, choose `sub`: it is the one thing that never changes.',
    logout:
      'If it returns somewhere after signing out, that address has to be registered as well: above, or later on the application’s page here.',
  },
} satisfies RecipeTexts
