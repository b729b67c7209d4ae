/** Of our own invention, in the shape of authentik's blueprints and of what its API answers. */

export const pbkdf2 = 'pbkdf2_sha256$600000$abcdefghijklmnop$c2l4dGVlbiBieXRlcyBvZiBoYXNoIGFuZCBtb3JlISE='

export const custom = `# people with a beard
if user.attributes.get("beard"):
    return {"beard": True}
return {}`

export const blueprint = `
version: 1
metadata:
  name: everything
context:
  notes_secret: a-secret-for-notes-out-of-the-context
entries:
- model: authentik_core.group
  id: readers
  identifiers: { name: readers }
  attrs: { is_superuser: false }
- model: authentik_core.group
  id: writers
  identifiers: { name: writers }
- model: authentik_core.user
  id: jane
  identifiers: { username: jane.doe }
  attrs:
    name: Jane Doe
    email: jane@example.org
    password: "${pbkdf2}"
    groups: [!KeyOf readers, !Find [authentik_core.group, [name, writers]]]
- model: authentik_core.user
  identifiers: { username: ak-outpost }
  attrs: { type: internal_service_account }
- model: authentik_providers_oauth2.scopemapping
  id: verified
  identifiers: { name: verified email }
  attrs:
    scope_name: email
    expression: |
      return {
        "email": request.user.email,
        "email_verified": True,
      }
- model: authentik_providers_oauth2.scopemapping
  id: custom
  identifiers: { name: beards }
  attrs:
    scope_name: profile
    expression: ${JSON.stringify(custom)}
- model: authentik_providers_oauth2.oauth2provider
  id: notes-provider
  identifiers: { name: Notes provider }
  attrs:
    client_type: confidential
    client_id: notes-client
    client_secret: !Context notes_secret
    authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
    access_token_validity: minutes=10
    refresh_token_validity: days=30
    sub_mode: user_username
    issuer_mode: global
    signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]
    redirect_uris:
    - { matching_mode: strict, url: 'https://notes.example/callback' }
    - { matching_mode: regex, url: 'https://notes.example/users/[a-z]+' }
    - { matching_mode: strict, url: 'https://notes.example/bye', redirect_uri_type: logout }
    property_mappings:
    - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
    - !KeyOf verified
    - !KeyOf custom
- model: authentik_core.application
  id: notes
  identifiers: { slug: notes }
  attrs:
    name: Notes
    group: Writing
    provider: !KeyOf notes-provider
    meta_launch_url: https://notes.example/
    policy_engine_mode: any
- model: authentik_policies.policybinding
  identifiers: { order: 0, target: !KeyOf notes, group: !KeyOf readers }
  attrs: { enabled: true }
- model: authentik_providers_oauth2.oauth2provider
  id: films-provider
  identifiers: { name: Films provider }
  attrs:
    client_type: confidential
    client_id: films-client
    client_secret: a-secret-of-the-films-that-is-long
    redirect_uris: [{ matching_mode: strict, url: 'https://films.example/callback' }]
- model: authentik_core.application
  id: films
  identifiers: { slug: films }
  attrs: { name: Films, provider: !KeyOf films-provider, policy_engine_mode: all }
- model: authentik_policies.policybinding
  identifiers: { order: 0, target: !KeyOf films, group: !KeyOf writers }
  attrs: { negate: true }
- model: authentik_policies.policybinding
  identifiers: { order: 1, target: !KeyOf films, policy: !Find [authentik_policies_expression.expressionpolicy, [name, weekdays]] }
- model: authentik_flows.flow
  identifiers: { slug: a-flow }
- model: authentik_flows.flow
  identifiers: { slug: another-flow }
`

const uid = (digit: string) => digit.repeat(64)
export const janesUid = uid('a')

export const apiExport = JSON.stringify({
  applications: {
    pagination: { count: 1 },
    results: [
      {
        pk: '11111111-1111-4111-8111-111111111111',
        name: 'Social',
        slug: 'social',
        provider: 7,
        policy_engine_mode: 'any',
        meta_launch_url: 'blank://blank',
      },
    ],
  },
  providers: [
    {
      pk: 7,
      name: 'social',
      client_type: 'public',
      client_id: 'social-client',
      client_secret: 'never used since it is public',
      redirect_uris: 'https://social.example/a\nhttps://social.example/b',
      sub_mode: 'hashed_user_id',
      issuer_mode: 'per_provider',
      property_mappings: [],
      signing_key: null,
    },
  ],
  users: {
    results: [
      {
        pk: 4,
        username: 'jane',
        name: 'Jane',
        email: 'jane@example.org',
        is_active: true,
        uid: janesUid,
        groups: ['g-1'],
      },
      { pk: 5, username: 'Mr. Who?', name: 'Who', email: '', is_active: false, uid: uid('b'), groups: [] },
    ],
  },
  groups: [{ pk: 'g-1', name: 'readers', is_superuser: true, users: [4] }],
  bindings: [
    { target: '11111111-1111-4111-8111-111111111111', user: 4, group: null, policy: null, enabled: true, order: 0 },
    { target: '11111111-1111-4111-8111-111111111111', group: 'g-1', negate: true, enabled: true, order: 1 },
    { target: '11111111-1111-4111-8111-111111111111', group: 'g-1', enabled: false, order: 2 },
  ],
})
