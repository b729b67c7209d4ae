import { issuerWanted, type Kind } from './kind.ts'
import { settingOf } from './own-settings.ts'

export const romm: Kind = {
  name: 'RomM',
  recipe: 'romm',
  isIn: (settings) => settings.has('OIDC_CLIENT_ID') && settings.has('OIDC_SERVER_APPLICATION_URL'),
  read(settings, here) {
    const base = settingOf(settings, 'ROMM_BASE_URL')?.replace(/\/+$/, '')
    const issuer = settingOf(settings, 'OIDC_SERVER_APPLICATION_URL')
    const wanted = issuerWanted(issuer, here)
    const metadata = settingOf(settings, 'OIDC_SERVER_METADATA_URL')
    const redirectUri =
      settingOf(settings, 'OIDC_REDIRECT_URI') ?? (base === undefined ? undefined : `${base}/api/oauth/openid`)
    const origin = redirectUri !== undefined && URL.canParse(redirectUri) ? new URL(redirectUri).origin : base
    return {
      slug: 'romm',
      name: 'RomM',
      issuer,
      clientId: settingOf(settings, 'OIDC_CLIENT_ID'),
      clientSecret: settingOf(settings, 'OIDC_CLIENT_SECRET'),
      redirectUri,
      postLogoutRedirectUris: [],
      fields: {
        uidField: 'email',
        ...(origin === undefined ? {} : { launchUrl: `${origin}/api/login/openid` }),
      },
      names: { clientId: 'OIDC_CLIENT_ID', clientSecret: 'OIDC_CLIENT_SECRET', redirectUri: 'OIDC_REDIRECT_URI' },
      lines: [
        {
          name: 'OIDC_SERVER_APPLICATION_URL',
          // RomM minds no slash at the end.
          is: issuer?.replace(/\/+$/, '') ?? '',
          wanted: wanted.replace(/\/+$/, ''),
          line: `OIDC_SERVER_APPLICATION_URL=${wanted}`,
        },
        ...(metadata === undefined || wanted === issuer
          ? []
          : [
              {
                ...{ name: 'OIDC_SERVER_METADATA_URL', is: metadata, wanted: here.discovery },
                line: `OIDC_SERVER_METADATA_URL=${here.discovery}`,
              },
            ]),
      ],
    }
  },
}
