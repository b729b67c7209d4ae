import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseDialect, type Signs } from '../../../src/sources/fediverse/choose-dialect.ts'
import { readMetadata } from '../../../src/sources/fediverse/metadata.ts'

const at = 'https://social.example.org'
const endpoints = {
  issuer: `${at}/`,
  authorization_endpoint: `${at}/oauth/authorize`,
  token_endpoint: `${at}/oauth/token`,
}
const metadata = (more: object) => readMetadata({ ...endpoints, ...more }, at)
const runs = (name: string, version = '1.0') => ({ software: { name, version } })

const misskeys = metadata({
  authorization_response_iss_parameter_supported: true,
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['read:account'],
})
const registers = metadata({ registration_endpoint: `${at}/wp-json/activitypub/1.0/oauth/clients` })
const addresses = metadata({ client_id_metadata_document_supported: true })
const mastodons = metadata({ app_registration_endpoint: `${at}/api/v1/apps` })

const cases: readonly (readonly [string, Signs, string])[] = [
  ['Mastodon from 4.3 on', { ...runs('mastodon'), metadata: mastodons, instance: 'open' }, 'mastodon'],
  ['Mastodon before that', { ...runs('mastodon'), instance: 'open' }, 'mastodon'],
  ['Mastodon that describes itself to nobody', { ...runs('mastodon'), instance: 'closed' }, 'mastodon'],
  ['Mastodon when half of it is down', runs('mastodon'), 'mastodon'],
  ['a fork with a name of its own', { ...runs('somewhere'), instance: 'open' }, 'mastodon'],
  ['a fork with a name of its own that is shy', { ...runs('somewhere'), instance: 'closed' }, 'mastodon'],
  ['Mastodon without NodeInfo', { metadata: mastodons }, 'mastodon'],
  ['anything that only describes itself as Mastodon does', { instance: 'open' }, 'mastodon'],
  [
    'Mastodon that will have learnt RFC 7591',
    { ...runs('mastodon'), metadata: registers, instance: 'open' },
    'wordpress',
  ],
  ['Misskey', { ...runs('misskey'), metadata: misskeys }, 'misskey'],
  ['CherryPick', { ...runs('cherrypick'), metadata: misskeys }, 'misskey'],
  ['Misskey that federates with nobody', { metadata: misskeys }, 'misskey'],
  ['Misskey without OAuth', runs('misskey'), 'unsupported'],
  ['Sharkey, whatever it announces', { ...runs('sharkey'), metadata: misskeys, instance: 'open' }, 'unsupported'],
  ['Firefish', { ...runs('firefish'), instance: 'open' }, 'unsupported'],
  ['Iceshrimp in JavaScript', { ...runs('iceshrimp'), instance: 'open' }, 'unsupported'],
  ['Iceshrimp.NET', { ...runs('iceshrimp.net'), instance: 'open' }, 'mastodon'],
  ['WordPress with the plugin', { ...runs('wordpress'), metadata: registers }, 'wordpress'],
  ['WordPress with both plugins', { ...runs('wordpress'), metadata: registers, instance: 'open' }, 'wordpress'],
  ['WordPress that only takes addresses', { ...runs('wordpress'), metadata: addresses }, 'wordpress'],
  ['WordPress with Enable Mastodon Apps', { ...runs('wordpress'), instance: 'open' }, 'mastodon'],
  ['Bonfire', { ...runs('bonfire'), metadata: addresses, instance: 'open' }, 'bonfire'],
  ['Bonfire without a way in', runs('bonfire'), 'unsupported'],
  ['Mobilizon', runs('mobilizon'), 'mobilizon'],
  ['Mbin', runs('mbin'), 'mbin'],
  ['Funkwhale', runs('funkwhale'), 'funkwhale'],
  ['PeerTube', runs('peertube'), 'unsupported'],
  ['Lemmy', runs('lemmy'), 'unsupported'],
  ['BookWyrm, which looks like Mastodon', { ...runs('bookwyrm'), instance: 'open' }, 'unsupported'],
  ['what nobody has heard of', runs('somewhere'), 'unsupported'],
  ['a site', {}, 'no_server'],
  ['a site with an interface that refuses', { instance: 'closed' }, 'no_server'],
  ['a company that takes any client', { metadata: addresses }, 'no_server'],
]

describe('the dialect of a server', () => {
  for (const [what, signs, expected] of cases)
    it(`is ${expected} for ${what}`, () => {
      const { dialect, why } = chooseDialect(signs)
      assert.equal(dialect ?? why, expected)
      assert.equal(dialect === undefined, why !== undefined)
    })
})

describe('what a server announces', () => {
  it('is nothing when it is issued by another', () => {
    for (const issuer of [
      'https://other.example.org',
      'http://social.example.org',
      'social.example.org',
      '',
      7,
      undefined,
    ])
      assert.equal(readMetadata({ ...endpoints, issuer }, at), undefined, String(issuer))
    assert.equal(readMetadata(undefined, at), undefined)
    assert.equal(readMetadata({ ...endpoints, issuer: at }, at)?.issuer, at)
    assert.equal(metadata({})?.issuer, `${at}/`)
  })

  it('leads to no other host, in no part', () => {
    const elsewhere = [
      ...[
        'https://evil.example.org/x',
        'http://social.example.org/x',
        'https://social.example.org:8443/x',
        '/relative',
      ],
      ...[
        'https://a@social.example.org/x',
        'https://social.example.org.evil.org/',
        'https://social.example.org/#x',
        7,
        null,
      ],
    ]
    const names = [
      ...['authorization_endpoint', 'token_endpoint', 'revocation_endpoint', 'userinfo_endpoint'],
      ...['registration_endpoint', 'app_registration_endpoint'],
    ]
    for (const place of elsewhere) {
      const read = metadata(Object.fromEntries(names.map((name) => [name, place])))
      const kept = Object.entries(read ?? {}).filter(
        ([name, value]) => name.endsWith('Endpoint') && value !== undefined,
      )
      assert.deepEqual(kept, [], String(place))
    }
    const own = metadata(Object.fromEntries(names.map((name) => [name, `${at}/${name}`])))
    assert.equal(Object.keys(own ?? {}).filter((name) => name.endsWith('Endpoint')).length, names.length)
  })

  it('says yes only by saying so', () => {
    const said = metadata({
      authorization_response_iss_parameter_supported: 'true',
      client_id_metadata_document_supported: 1,
      code_challenge_methods_supported: 'S256',
      scopes_supported: ['profile', 7, 'x'.repeat(200)],
    })
    assert.deepEqual(
      [said?.sendsIssuer, said?.clientIdMetadata, said?.pkce, said?.scopes],
      [false, false, false, ['profile']],
    )
  })
})
