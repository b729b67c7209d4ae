import {
  discovered,
  hasList,
  hasText,
  idTokenIsFor,
  isUsername,
  userinfoAnswers,
  userinfoIsAboutTheSame,
} from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { option, shellCommand } from './text.ts'
import { groupName } from './words.ts'

type Asks = 'host' | 'source' | 'admins'

/** What Forgejo and Gitea have not yet grown apart in: both sign people in through goth. */
export const forge = ({
  slug,
  name,
  sources,
}: Pick<Recipe, 'name' | 'sources'> & { readonly slug: 'forgejo' | 'gitea' }): Recipe<Asks> => ({
  slug,
  name,
  family: 'code',
  asks: [
    { kind: 'address', name: 'host', example: 'code.example.org', path: true },
    { kind: 'word', name: 'source', example: 'portico', pattern: /^[A-Za-z0-9_-]{1,50}$/, fallback: 'portico' },
    { kind: 'word', name: 'admins', example: 'admins', pattern: groupName, fallback: '' },
  ],

  application: ({ answers: { host, source } }) => ({
    redirectUris: [`${host}/user/oauth2/${source}/callback`],
    postLogoutRedirectUris: [`${host}/`],
    launchUrl: `${host}/user/oauth2/${source}`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    uidField: 'sub',
  }),

  blocks: (given) => [
    { id: 'command', into: { kind: 'command', name: slug }, language: 'sh', content: addSource(slug, given) },
    {
      id: 'docker',
      insteadOf: 'command',
      into: { kind: 'command', name: 'docker compose' },
      language: 'sh',
      content: addSource(`docker compose exec --user git server ${slug}`, given),
    },
    {
      id: 'ini',
      into: { kind: 'file', name: 'app.ini' },
      language: 'ini',
      content: [
        '[oauth2_client]',
        'ENABLE_AUTO_REGISTRATION = true',
        'USERNAME = nickname',
        'UPDATE_AVATAR = true',
        'ACCOUNT_LINKING = login',
      ].join('\n'),
    },
  ],
  restart: [`systemctl restart ${slug}`, 'docker compose restart server'],
  traps: ['source', 'user', 'proxy', 'names', 'second'],

  checks: (seen, { admins }) => [
    ...discovered(seen, ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint']),
    ...idTokenIsFor(seen),
    userinfoAnswers(seen),
    userinfoIsAboutTheSame(seen),
    hasText(seen.userinfo, 'sub'),
    // Without them it asks the person, once.
    isUsername(seen.userinfo, 'nickname', /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { needed: false }),
    hasText(seen.userinfo, 'email', { needed: false }),
    ...(admins === '' ? [] : [hasList(seen.userinfo, 'groups', { needed: false })]),
  ],

  sources,
})

const addSource = (program: string, { installation, answers, application, clientSecret }: Given<Asks>): string =>
  shellCommand([
    `${program} admin auth add-oauth`,
    option('name', answers.source),
    option('provider', 'openidConnect'),
    option('key', application.clientId),
    option('secret', clientSecret),
    option('auto-discover-url', installation.discovery),
    option('scopes', 'openid email profile groups'),
    ...(answers.admins === '' ? [] : [option('group-claim-name', 'groups'), option('admin-group', answers.admins)]),
  ])
