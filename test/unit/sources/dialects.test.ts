import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../../src/lib/clock.ts'
import { sourceContract } from '../../../src/sources/contract.ts'
import { serverKey } from '../../../src/sources/fediverse/server-key.ts'
import { dump } from '../../support/dump.ts'
import { asked, open } from '../../support/fediverse/before-a-server.ts'
import { bonfire } from '../../support/fediverse/bonfire.ts'
import type { FetchClient } from '../../support/fediverse/code-grant.ts'
import { Stuck, withFediverse } from '../../support/fediverse/fediverse.ts'
import { funkwhale } from '../../support/fediverse/funkwhale.ts'
import { saying } from '../../support/fediverse/hostile.ts'
import { mbin } from '../../support/fediverse/mbin.ts'
import { misskey } from '../../support/fediverse/misskey.ts'
import { mobilizon } from '../../support/fediverse/mobilizon.ts'
import { problemOf, publicBase, somebody } from '../../support/fediverse/signing-in.ts'
import { type Blueprint, json } from '../../support/fediverse/site.ts'
import { wordpress } from '../../support/fediverse/wordpress.ts'
import { wordpressApps } from '../../support/fediverse/wordpress-ema.ts'

const kinds: Readonly<Record<string, (fetchClient: FetchClient) => Blueprint>> = {
  Misskey: (fetchClient) => misskey({ fetchClient }),
  'Misskey, reading JSON': (fetchClient) => misskey({ fetchClient, reads: 'json', version: '2026.3.0' }),
  CherryPick: (fetchClient) => misskey({ fetchClient, name: 'cherrypick', version: '4.15.0' }),
  'WordPress, by address': (fetchClient) => wordpress({ fetchClient }),
  'WordPress, registered': () => wordpress({ byAddress: false }),
  'WordPress, below another site': () => wordpress({ byAddress: false, home: '/our/blog' }),
  'WordPress, just installed': () => wordpress({ byAddress: false, unflushed: true }),
  'Bonfire, by address': (fetchClient) => bonfire({ fetchClient }),
  'Bonfire, registered': () => bonfire({ byAddress: false }),
  Mobilizon: () => mobilizon(),
  Mbin: () => mbin(),
  Funkwhale: () => funkwhale(),
}

/** Their pages are programs of their own, which send nobody back but with a code. */
const keepDenials = ['Mobilizon', 'Funkwhale']

for (const [name, fake] of Object.entries(kinds)) {
  sourceContract(`fediverse, at ${name}`, async (t) => {
    const { source, world, home } = await open(t, fake)
    return {
      source,
      address: home.domain,
      approve: home.approve,
      keepsDenials: keepDenials.includes(name),
      dump: () => dump(world.storage),
      secrets: () => [
        ...home.codes.keys(),
        ...home.tokens.keys(),
        ...[...home.clients.values()].map(({ secret }) => secret).filter((secret) => secret !== ''),
      ],
      silence() {
        home.meddle = () => new Response(null, { status: 503 })
      },
    }
  })

  describe(`somebody of ${name}`, () => {
    it('is their actor, with a handle that is proven, and what the server says of them', async (t) => {
      const { comes, home } = await open(t, fake)
      const { subject, host, profile, anchors, assurance } = somebody(
        await comes(`@bob@${home.domain}`, home, { as: 'bob' }),
      )
      const bob = home.accounts.get('bob')
      assert.equal(subject, bob?.actor)
      assert.equal(host, home.host)
      assert.equal(profile.acct, `bob@${home.domain}`)
      assert.equal(profile.name.toLowerCase(), 'bob')
      assert.match(profile.picture ?? '', new RegExp(`^${home.origin}/`))
      assert.equal(anchors.software, home.software.name)
      assert.equal(assurance.acr, 'urn:portico:acr:fediverse')
    })

    it('is told of nothing but what is theirs to see', async (t) => {
      const { comes, home } = await open(t, fake)
      await comes(home.domain, home)
      const scopes = [...home.codes.values()].map((code) => code.scopes)
      assert.ok(
        scopes.flat().every((scope) => !/write|follow|push|admin|create|edit/.test(scope)),
        scopes.join(),
      )
    })

    it('has at most three requests made for them before they leave, and four after, at a server that is known', async (t) => {
      const { comes, goes, returns, home, clock } = await open(t, fake)
      await comes(home.domain, home)
      clock.advance(minutes(11))
      home.seen.length = 0
      const begun = await goes(home.domain)
      assert.ok(home.seen.length <= 3, `${home.seen.length}`)
      const callback = await home.approve(begun.url)
      home.seen.length = 0
      somebody(await returns(begun, callback))
      // Where a site hands on who looks somebody up, that is one more.
      const own = home.seen.filter(({ path }) => !path.startsWith('/our/blog/.well-known/webfinger'))
      assert.ok(own.length <= 4, `${own.length}`)
      // Longer ones have failed behind proxies.
      assert.ok(begun.url.length < 1000)
    })
  })
}

describe('Misskey', () => {
  it('knows us by an address of ours, which says who we are and where to come back to', async (t) => {
    const { goes, home, fetched } = await open(t, kinds['Misskey'] ?? assert.fail())
    const { url } = await goes(home.domain)
    const id = `${publicBase}/fediverse/client/${serverKey(home.host)}`
    assert.equal(new URL(url).searchParams.get('client_id'), id)
    assert.deepEqual(
      home.seen.filter(({ method }) => method === 'POST'),
      [],
    )
    await home.approve(url)
    assert.deepEqual([...new Set(fetched)], [id])
    assert.equal(home.clients.get(id)?.name, 'Portico')
  })

  it('lets nobody come back to another server’s address', async (t) => {
    const { goes, home } = await open(t, kinds['Misskey'] ?? assert.fail())
    const { url } = await goes(home.domain)
    const bent = new URL(url)
    bent.searchParams.set('redirect_uri', `${publicBase}/fediverse/callback/${serverKey('other.example.org')}`)
    await assert.rejects(home.approve(bent.href), Stuck)
  })

  it('answers with who it is, and is not believed without', async (t) => {
    const { goes, returns, home } = await open(t, kinds['Misskey'] ?? assert.fail())
    for (const iss of [undefined, 'https://other.example.org', `${home.origin}/`]) {
      const begun = await goes(home.domain)
      const callback = new URL(await home.approve(begun.url))
      assert.equal(callback.searchParams.get('iss'), home.origin)
      if (iss === undefined) callback.searchParams.delete('iss')
      else callback.searchParams.set('iss', iss)
      assert.deepEqual(problemOf(await returns(begun, callback.href)), { code: 'mixed_up', place: home.host })
    }
  })

  it('signs in nobody whom it has suspended', async (t) => {
    const { comes, home } = await open(t, kinds['Misskey'] ?? assert.fail())
    Object.assign(home.accounts.get('alice') ?? assert.fail(), { state: 'suspended' })
    const problem = problemOf(await comes(home.domain, home))
    assert.deepEqual(problem, { code: 'account_state', place: home.host, state: 'suspended' })
  })

  const lies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'is of another server': { host: 'other.example.org' },
    'has an id that is a path': { id: '../@bob' },
    'has the id of somebody else': { id: '109348684012' },
  }
  for (const [what, lie] of Object.entries(lies)) {
    it(`signs in nobody who, it says, ${what}`, async (t) => {
      const { comes, home } = await open(t, (fetchClient) =>
        saying('/api/i', (said) => ({ ...said, ...lie }), misskey({ fetchClient })),
      )
      const { code } = problemOf(await comes(home.domain, home))
      assert.match(code, /^(unproven|broken)$/)
    })
  }
})

describe('WordPress', () => {
  const token = '/wp-json/activitypub/1.0/oauth/token'

  it('is asked to let us read, since it takes anything else for a wish to write, and gets its token back', async (t) => {
    const { comes, home } = await open(t, (fetchClient) => wordpress({ fetchClient }))
    somebody(await comes(home.domain, home))
    assert.deepEqual(
      [...home.codes.values()].map(({ scopes }) => scopes),
      [['read']],
    )
    assert.equal(home.tokens.size, 0)
  })

  it('says who somebody is also where it shows actors to nobody', async (t) => {
    const { comes, home } = await open(t, (fetchClient) => wordpress({ fetchClient, hidesActors: true }))
    const { subject, profile } = somebody(await comes(home.domain, home))
    assert.equal(subject, home.accounts.get('alice')?.actor)
    assert.equal(profile.username, 'alice')
  })

  it('signs in nobody while it cannot say by what they are known again', async (t) => {
    const { comes, home } = await open(t, (fetchClient) => wordpress({ fetchClient }))
    home.meddle = ({ headers }) =>
      headers.get('accept') === 'application/activity+json' ? new Response('', { status: 503 }) : undefined
    assert.deepEqual(problemOf(await comes(home.domain, home)), { code: 'broken', place: home.host })
  })

  it('signs in as the blog nobody who only has an account there', async (t) => {
    for (const hidesActors of [false, true]) {
      const { comes, home } = await open(t, (fetchClient) => wordpress({ fetchClient, hidesActors, readers: ['bob'] }))
      const problem = problemOf(await comes(home.domain, home, { as: 'bob' }))
      assert.deepEqual(problem, { code: 'no_profile', place: home.host })
    }
  })

  it('below another site speaks for whoever is below its own address, and for nobody else there', async (t) => {
    for (const actor of ['/?author=1', '/our/?author=1', '/our/blogger/?author=1', '/our/blog/../?author=1']) {
      const { comes, home } = await open(t, () =>
        saying(
          `/our/blog${token}`,
          (said, { origin }) => ({ ...said, me: `${origin}${actor}`, activitypub_actor_id: `${origin}${actor}` }),
          wordpress({ byAddress: false, home: '/our/blog' }),
        ),
      )
      assert.deepEqual(problemOf(await comes(home.domain, home)), { code: 'unproven', place: home.host }, actor)
    }
  })

  it('below another site is found where that site says so, and nowhere else', async (t) => {
    const silent = await open(t, () => wordpress({ byAddress: false, home: '/blog' }))
    silent.home.meddle = ({ url }) =>
      new URL(url).pathname === '/.well-known/nodeinfo' ? new Response(null, { status: 404 }) : undefined
    assert.equal(problemOf(await silent.begin(silent.home.domain)).code, 'no_server')
    const other = await open(t, () => wordpress({ byAddress: false, home: '/blog' }))
    // What is there says that it is another one.
    other.home.meddle = async (request) =>
      new URL(request.url).pathname.endsWith('/authorization-server-metadata')
        ? json(200, { issuer: other.home.origin, token_endpoint: `${other.home.origin}/t` })
        : undefined
    assert.equal(problemOf(await other.begin(other.home.domain)).code, 'unsupported')
  })

  const lies: Readonly<Record<string, (said: Readonly<Record<string, unknown>>) => unknown>> = {
    'somebody of another server': (said) => ({
      ...said,
      me: 'https://other.example.org/?author=1',
      activitypub_actor_id: 'https://other.example.org/?author=1',
    }),
    'two people at once': (said) => ({ ...said, me: String(said['me']).replace(/.$/, '2') }),
    'something that is no address': (said) => ({ ...said, me: 'alice', activitypub_actor_id: 'alice' }),
  }
  for (const [what, lie] of Object.entries(lies)) {
    it(`signs in nobody who, it says, is ${what}`, async (t) => {
      const { comes, home } = await open(t, (fetchClient) => saying(token, lie, wordpress({ fetchClient })))
      assert.deepEqual(problemOf(await comes(home.domain, home)), { code: 'unproven', place: home.host })
    })
  }

  it('shows our token to nobody else', async (t) => {
    const { servers } = await withFediverse(t, { other: wordpress() })
    const actor = `${servers.other.origin}/?author=1`
    const { comes, home } = await open(t, (fetchClient) =>
      saying(token, (said) => ({ ...said, me: actor, activitypub_actor_id: actor }), wordpress({ fetchClient })),
    )
    problemOf(await comes(home.domain, home))
    assert.deepEqual(servers.other.seen, [])
  })

  it('that has forgotten us is told again who we are, before anybody is sent there', async (t) => {
    const { comes, home, clock } = await open(t, () => wordpress({ byAddress: false }))
    await comes(home.domain, home)
    clock.advance(minutes(11))
    home.clients.clear()
    somebody(await comes(home.domain, home))
    assert.equal(asked(home, 'POST /wp-json/activitypub/1.0/oauth/clients').length, 2)
    clock.advance(minutes(11))
    somebody(await comes(home.domain, home))
    assert.equal(asked(home, 'POST /wp-json/activitypub/1.0/oauth/clients').length, 2)
  })

  it('that takes no clients is one we cannot ask', async (t) => {
    const { begin, home } = await open(t, () => wordpress({ byAddress: false, allowsRegistration: false }))
    assert.deepEqual(problemOf(await begin(home.domain)), { code: 'refused_registration', place: home.host })
  })
})

describe('WordPress with Enable Mastodon Apps', () => {
  it('lets in as the blog whoever may write as it, where nobody else has an actor, and no reader', async (t) => {
    const blog = { name: 'gazette', authors: ['alice'] }
    const { comes, home } = await open(t, () => wordpressApps({ blog }))
    const { subject, profile } = somebody(await comes(home.domain, home))
    assert.deepEqual([subject, profile.acct], [`${home.origin}/?author=0`, `gazette@${home.domain}`])
    assert.equal(problemOf(await comes(home.domain, home, { as: 'bob' })).code, 'unproven')
    // A reader who has taken the blog's own name for theirs has a page of their own still.
    const named = await open(t, () =>
      saying(
        '/api/v1/accounts/verify_credentials',
        (said) => ({ ...said, username: 'gazette', acct: 'gazette' }),
        wordpressApps({ blog: { ...blog, authors: [] } }),
      ),
    )
    assert.equal(problemOf(await named.comes(named.home.domain, named.home, { as: 'bob' })).code, 'unproven')
  })
})

describe('Bonfire', () => {
  it('is believed about an id, and not about a name beside it', async (t) => {
    const { comes, home } = await open(t, () => bonfire({ byAddress: false }))
    const bob = home.accounts.get('bob')
    Object.assign(home.accounts.get('alice') ?? assert.fail(), { name: 'bob' })
    const { subject, anchors } = somebody(await comes(home.domain, home))
    assert.equal(subject, home.accounts.get('alice')?.actor)
    assert.notEqual(subject, bob?.actor)
    assert.match(anchors.localId ?? '', /^01HX/)
  })

  it('signs in nobody whom it does not let us look up', async (t) => {
    const { comes, home } = await open(t, () => bonfire({ byAddress: false, looksUp: false }))
    assert.deepEqual(problemOf(await comes(home.domain, home)), { code: 'broken', place: home.host })
  })

  it('signs in nobody who turns out to be somebody else', async (t) => {
    const { comes, home } = await open(t, () =>
      saying('/oauth/userinfo', (said) => ({ ...said, sub: '01HX0' }), bonfire({ byAddress: false })),
    )
    assert.equal(problemOf(await comes(home.domain, home)).code, 'broken')
  })

  it('has no way in until its operator has switched that on', async (t) => {
    const { begin, home } = await open(t, () => bonfire({ on: false }))
    const problem = problemOf(await begin(home.domain))
    assert.deepEqual(problem, { code: 'unsupported', place: home.host, software: 'bonfire' })
  })
})
