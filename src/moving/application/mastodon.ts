import { type Addresses, issuerWanted, type Kind, type Line } from './kind.ts'
import { isOn, type OwnSettings, settingOf } from './own-settings.ts'

const uidFields = new Set(['sub', 'handle', 'preferred_username', 'email'])

export const mastodon: Kind = {
  name: 'Mastodon',
  recipe: 'mastodon',
  // RomM calls some of its settings the same.
  isIn: (settings) => settings.has('OIDC_CLIENT_ID') && (settings.has('LOCAL_DOMAIN') || settings.has('OIDC_ISSUER')),
  read(settings, here) {
    const host = settingOf(settings, 'WEB_DOMAIN', 'LOCAL_DOMAIN')
    const issuer = settingOf(settings, 'OIDC_ISSUER')
    const uidField = settingOf(settings, 'OIDC_UID_FIELD') ?? 'sub'
    const logout = settingOf(settings, 'OIDC_IDP_LOGOUT_REDIRECT_URI')
    return {
      slug: 'mastodon',
      name: host ?? 'Mastodon',
      issuer,
      clientId: settingOf(settings, 'OIDC_CLIENT_ID'),
      clientSecret: settingOf(settings, 'OIDC_CLIENT_SECRET'),
      redirectUri:
        settingOf(settings, 'OIDC_REDIRECT_URI') ??
        (host === undefined ? undefined : `https://${host}/auth/auth/openid_connect/callback`),
      postLogoutRedirectUris: logout === undefined ? [] : [logout],
      fields: {
        usernameRule: 'mastodon',
        ...(uidFields.has(uidField) ? { uidField } : {}),
        ...(host === undefined ? {} : { launchUrl: `https://${host}/auth/sign_in` }),
      },
      names: { clientId: 'OIDC_CLIENT_ID', clientSecret: 'OIDC_CLIENT_SECRET', redirectUri: 'OIDC_REDIRECT_URI' },
      lines: linesOf(settings, here, issuer),
    }
  },
}

const linesOf = (settings: OwnSettings, here: Addresses, issuer: string | undefined): readonly Line[] => {
  const wanted = issuerWanted(issuer, here)
  const kept = wanted === issuer
  const line = (name: string, value: string): Line => ({
    name,
    is: settingOf(settings, name) ?? '',
    wanted: value,
    line: `${name}=${value}`,
  })
  const endpoints: readonly (readonly [string, string])[] = [
    ['OIDC_AUTH_ENDPOINT', here.authorization],
    ['OIDC_TOKEN_ENDPOINT', here.token],
    ['OIDC_USER_INFO_ENDPOINT', here.userinfo],
    ['OIDC_JWKS_URI', here.jwks],
    ['OIDC_END_SESSION_ENDPOINT', here.endSession],
  ]
  return [
    line('OIDC_ISSUER', wanted),
    ...endpoints.flatMap(([name, value]) => (settings.has(name) && !kept ? [line(name, value)] : [])),
    // Without it Mastodon leaves the addresses to be written down one by one.
    ...(isOn(settings, 'OIDC_DISCOVERY') || settings.has('OIDC_TOKEN_ENDPOINT')
      ? []
      : [line('OIDC_DISCOVERY', 'true')]),
  ]
}
