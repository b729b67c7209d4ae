import { issuerWanted, type Kind } from './kind.ts'
import { settingOf } from './own-settings.ts'

/** `oidc-issuer` in the file, `GTS_OIDC_ISSUER` in the environment. */
const inEnvironment = (name: string): string => `GTS_${name.toUpperCase().replaceAll('-', '_')}`

export const gotosocial: Kind = {
  name: 'GoToSocial',
  recipe: 'gotosocial',
  isIn: (settings) => settings.has('oidc-client-id') || settings.has('GTS_OIDC_CLIENT_ID'),
  read(settings, here) {
    const get = (name: string): string | undefined => settingOf(settings, name, inEnvironment(name))
    const spelt = (name: string): string => (settings.has(inEnvironment(name)) ? inEnvironment(name) : name)
    const host = get('host')
    const issuer = get('oidc-issuer')
    const wanted = issuerWanted(issuer, here)
    const name = spelt('oidc-issuer')
    return {
      slug: 'gotosocial',
      name: get('account-domain') ?? host ?? 'GoToSocial',
      issuer,
      clientId: get('oidc-client-id'),
      clientSecret: get('oidc-client-secret'),
      // It is worked out, never set.
      redirectUri: host === undefined ? undefined : `${get('protocol') ?? 'https'}://${host}/auth/callback`,
      postLogoutRedirectUris: [],
      fields: { usernameRule: 'gotosocial', ...(host === undefined ? {} : { launchUrl: `https://${host}/settings` }) },
      names: {
        clientId: spelt('oidc-client-id'),
        clientSecret: spelt('oidc-client-secret'),
        redirectUri: spelt('host'),
      },
      lines: [
        {
          ...{ name, is: issuer ?? '', wanted },
          line: name.startsWith('GTS_') ? `${name}=${wanted}` : `${name}: ${JSON.stringify(wanted)}`,
        },
      ],
    }
  },
}
