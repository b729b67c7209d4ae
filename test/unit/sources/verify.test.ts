import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { days } from '../../../src/lib/clock.ts'
import { createDelegates, type Delegates, noDelegates } from '../../../src/sources/fediverse/delegates.ts'
import type { Said } from '../../../src/sources/fediverse/dialect.ts'
import type { Findings, Server } from '../../../src/sources/fediverse/server.ts'
import { type Meant, verifyIdentity } from '../../../src/sources/fediverse/verify.ts'
import { jrd, type Script, type ScriptedWeb, scriptedWeb, sendOn } from '../../support/scripted-web.ts'
import { createTestWorld } from '../../support/world.ts'

const host = 'social.example.org'
const origin = `https://${host}`
const actor = `${origin}/users/alice`
const finger = (handle: string) => `/.well-known/webfinger?resource=acct:${handle}`
const alice = finger(`alice@${host}`)

const server = (findings: Findings = {}): Server => ({ key: 'k', host, origin, findings })

interface Verifying {
  readonly said?: Partial<Said>
  readonly findings?: Findings
  readonly meant?: Meant
  readonly more?: Readonly<Record<string, Script>>
  readonly prepare?: (web: ScriptedWeb) => void
  readonly delegates?: Delegates
  /** In ms: nobody's own is tried in tests. */
  readonly patience?: number
}

const verifying = async (
  t: TestContext,
  script: Script,
  { said, findings, meant, more, prepare, delegates, patience }: Verifying = {},
) => {
  const web = await scriptedWeb(t, { [host]: script, ...more })
  prepare?.(web)
  const fetch = Object.assign(
    (...[url, options]: Parameters<typeof web.fetch>) =>
      web.fetch(url, { ...options, ...(patience === undefined ? {} : { within: patience }) }),
    { close: web.fetch.close },
  )
  const world = { ...web.world, fetch }
  const alice = { username: 'alice', acct: 'alice', ...said }
  const verified = await verifyIdentity(world, server(findings), alice, meant, delegates)
  return { verified, asked: web.asked.map(decodeURIComponent) }
}

const refused = async (t: TestContext, script: Script, more: Verifying, code = 'unproven') => {
  const { verified } = await verifying(t, script, more)
  assert.equal(verified.ok ? `in as ${verified.actor}` : verified.problem.code, code, JSON.stringify(more))
}

const selfLink = (href: string) => ({ rel: 'self', type: 'application/activity+json', href })
const own = { [alice]: jrd(actor, `acct:alice@${host}`) }

describe('who somebody is', () => {
  it('is the actor that the server names, with the handle that it confirms, by one request', async (t) => {
    const { verified, asked } = await verifying(t, own, { said: { actor } })
    assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
    assert.deepEqual(asked, [`GET ${origin}${alice}`])
  })

  it('is the actor that WebFinger names where the server names none', async (t) => {
    assert.deepEqual((await verifying(t, own)).verified, { ok: true, actor, acct: `alice@${host}` })
    await refused(t, { [alice]: jrd(undefined, `acct:alice@${host}`) }, {})
    await refused(t, {}, {})
    await refused(t, { [alice]: new Response('{}', { status: 500 }) }, {})
  })

  it('is the one that the server names, where a community has the same name', async (t) => {
    const community = `${origin}/m/alice`
    const both = { subject: `acct:alice@${host}`, links: [community, actor].map(selfLink) }
    const { verified } = await verifying(t, { [alice]: both }, { said: { actor } })
    assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
    await refused(t, { [alice]: both }, { said: { actor: `${origin}/users/bob` } })
    const far = ['https://other.example.org/m/alice', 'https://other.example.org/users/alice']
    await refused(t, { [alice]: { ...both, links: far.map(selfLink) } }, { said: { actor } })
  })

  it('has one spelling', async (t) => {
    const numeric = `${origin}/ap/users/115`
    const script = { [alice]: jrd(numeric, `acct:Alice@${host.toUpperCase()}`) }
    const { verified } = await verifying(t, script, {
      said: { actor: 'HTTPS://Social.Example.ORG:443/ap/../ap/users/115' },
    })
    assert.deepEqual(verified, { ok: true, actor: numeric, acct: `Alice@${host}` })
  })

  it('is on the host that authenticated them, whatever that host says', async (t) => {
    const elsewhere = [
      ...[
        'https://victim.example.org/users/alice',
        'http://social.example.org/users/alice',
        `${origin}:8443/users/alice`,
      ],
      ...[
        'https://social.example.org.evil.org/users/alice',
        'https://a.social.example.org/users/alice',
        'acct:alice@x.org',
      ],
      ...[
        'https://social.example.org@evil.org/users/alice',
        `https://victim.example.org/?${actor}`,
        '//evil.org/x',
        '',
        'x',
      ],
      ...[
        `https://a:b@${host}/users/alice`,
        `${actor}#main-key`,
        `javascript:${actor}`,
        `${origin}/${'x'.repeat(3000)}`,
      ],
    ]
    for (const claimed of elsewhere) {
      await refused(t, own, { said: { actor: claimed } })
      if (/^https?:/.test(claimed)) await refused(t, { [alice]: jrd(claimed, `acct:alice@${host}`) }, {})
      if (/^https?:/.test(claimed))
        await refused(t, { [alice]: jrd(claimed, `acct:alice@${host}`) }, { said: { actor } })
    }
  })

  it('is nobody of another server, in however many words', async (t) => {
    for (const acct of ['alice@victim.example.org', `alice@${host}`, '@alice', 'alice@'])
      await refused(t, own, { said: { actor, acct } })
    for (const username of ['alice@victim.example.org', '', 'a b', 'a/b', 'a?b', '\u202ealice', 'x'.repeat(300)])
      await refused(t, own, { said: { actor, username, acct: undefined } })
  })

  it('is nobody when the server says two things of one name', async (t) => {
    await refused(t, { [alice]: jrd(`${origin}/users/bob`, `acct:alice@${host}`) }, { said: { actor } })
  })

  it('is nobody where the name is another’s, who has it on another of the server’s domains', async (t) => {
    const pages = { aliases: [`https://other.example.org/@alice`, `${origin}/@alice/`] }
    const script = { [alice]: jrd(actor, `acct:alice@${host}`, pages) }
    await refused(t, script, { said: { page: 'https://third.example.org/@alice' } })
    assert.ok((await verifying(t, script, { said: { page: `${origin}/@Alice` } })).verified.ok)
    assert.ok((await verifying(t, own, { said: { page: `${origin}/somewhere` } })).verified.ok)
  })

  it('is known by the name on the server where WebFinger does not answer, if the server names them', async (t) => {
    const expected = { ok: true, actor, acct: `alice@${host}` }
    for (const answer of [404, 403, 500].map((status) => new Response('{}', { status })))
      assert.deepEqual((await verifying(t, { [alice]: answer }, { said: { actor } })).verified, expected)
    const silent = { prepare: ({ resolve }: ScriptedWeb) => resolve(host, ['10.0.0.1']) }
    assert.deepEqual((await verifying(t, own, { said: { actor }, ...silent })).verified, expected)
    await refused(t, own, silent, 'unreachable')
  })

  it('is nobody who is suspended, a memorial, or gone', async (t) => {
    const states = [
      [own, { suspended: true }, 'suspended'],
      [own, { memorial: true }, 'memorial'],
      [{ [alice]: new Response(null, { status: 410 }) }, {}, 'suspended'],
    ] as const
    for (const [script, said, state] of states) {
      const { verified } = await verifying(t, script, { said: { actor, ...said } })
      assert.deepEqual(verified, { ok: false, problem: { code: 'account_state', place: host, state } })
    }
    assert.ok((await verifying(t, own, { said: { actor, movedTo: 'https://x.org/a', bot: true } })).verified.ok)
  })
})

describe('a handle on another domain', () => {
  const handle = finger('alice@example.org')
  const claims = { [alice]: jrd(actor, 'acct:alice@example.org') }

  it('is theirs when that domain says so too', async (t) => {
    const answers: readonly Script[] = [
      { [handle]: jrd(actor, 'acct:alice@example.org') },
      { [handle]: sendOn(`${origin}/finger`) },
      { '/.well-known/host-meta': { links: [{ rel: 'lrdd', template: `${origin}/finger?{uri}` }] } },
    ]
    for (const answer of answers) {
      const script = { ...claims, '/finger': jrd(actor, 'acct:alice@example.org') }
      const { verified } = await verifying(t, script, { said: { actor }, more: { 'example.org': answer } })
      assert.deepEqual(verified, { ok: true, actor, acct: 'alice@example.org' })
    }
  })

  it('is not theirs when that domain says otherwise, nothing, or nothing that counts', async (t) => {
    const answers: readonly Script[] = [
      {},
      { [handle]: jrd('https://example.org/users/alice', 'acct:alice@example.org') },
      { [handle]: jrd(`${origin}/users/bob`, 'acct:alice@example.org') },
      { [handle]: jrd(undefined, 'acct:alice@example.org', { aliases: [actor] }) },
      { [handle]: new Response(null, { status: 410 }) },
      { [handle]: sendOn('https://127.0.0.1/') },
      { [handle]: new Response(JSON.stringify(jrd(actor)), { headers: { 'content-type': 'text/html' } }) },
    ]
    for (const answer of answers) {
      const { verified } = await verifying(t, claims, { said: { actor }, more: { 'example.org': answer } })
      assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` }, JSON.stringify(answer))
    }
  })

  it('is not theirs where it cannot be asked', async (t) => {
    const names = [
      ...[
        'acct:alice@127.0.0.1',
        'acct:alice@localhost',
        'acct:alice@example.org:8443',
        'acct:alice@',
        'acct:@example.org',
      ],
      ...[
        'acct:a@b@example.org',
        'https://example.org/@alice',
        'acct:a%20b@example.org',
        'acct:a/b@example.org',
        'alice',
      ],
    ]
    for (const subject of [...names, undefined]) {
      const { verified, asked } = await verifying(t, { [alice]: jrd(actor, subject) }, { said: { actor } })
      assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` }, subject)
      assert.equal(asked.length, 1, subject)
    }
  })

  it('is not theirs because the server makes itself out to be that domain', async (t) => {
    const victims = { [handle]: jrd('https://example.org/users/alice', 'acct:alice@example.org') }
    const script = { [handle]: jrd(actor, 'acct:alice@example.org'), ...claims }
    const { verified } = await verifying(t, script, {
      said: { actor },
      findings: { handleDomain: 'example.org' },
      more: { 'example.org': victims },
    })
    assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
  })

  it('is asked for by the domain where the server knows its people by that only', async (t) => {
    const script = { [handle]: jrd(actor, 'acct:alice@example.org') }
    const { verified, asked } = await verifying(t, script, {
      findings: { handleDomain: 'example.org' },
      more: { 'example.org': script },
    })
    assert.deepEqual(verified, { ok: true, actor, acct: 'alice@example.org' })
    assert.equal(asked.length, 2)
    const other = await verifying(t, own, { findings: { handleDomain: 'example.org' } })
    assert.deepEqual(other.verified, { ok: true, actor, acct: `alice@${host}` })
  })

  it('need not be asked about again when the domain has just been asked', async (t) => {
    const meant = { typed: '@Alice@example.org', typedActor: actor }
    const { verified, asked } = await verifying(t, claims, { said: { actor }, meant })
    assert.deepEqual(verified, { ok: true, actor, acct: 'alice@example.org' })
    assert.equal(asked.length, 1)
    for (const other of [
      { typed: '@bob@example.org', typedActor: actor },
      { typed: '@alice@other.example.org', typedActor: actor },
      { typed: '@alice@example.org', typedActor: `${origin}/users/bob` },
      { typed: '@alice@example.org' },
    ]) {
      const again = await verifying(t, claims, { said: { actor }, meant: other, more: { 'example.org': {} } })
      assert.equal(again.verified.ok && again.verified.acct, `alice@${host}`)
    }
  })
})

describe('a domain that has said where its people are looked up', () => {
  const claims = { [alice]: jrd(actor, 'acct:alice@example.org') }
  const knowing = (t: TestContext, template: string, asks: string, domain: Script = {}) => {
    const byDomain = { [finger('alice@example.org')]: jrd(actor, 'acct:alice@example.org') }
    const delegates = {
      ...noDelegates,
      find: async (name: string) => (name === 'example.org' ? template : undefined),
    }
    const findings = { handleDomain: asks }
    return verifying(
      t,
      { ...claims, ...byDomain },
      { said: { actor }, findings, more: { 'example.org': domain }, delegates },
    )
  }
  const here = `${origin}/.well-known/webfinger?resource={uri}`

  it('is not asked again where that is the server, which has just said it', async (t) => {
    const { verified, asked } = await knowing(t, here, 'example.org')
    assert.deepEqual(verified, { ok: true, actor, acct: 'alice@example.org' })
    assert.equal(asked.length, 1)
  })

  it('is not asked there either when the server was asked by another name, and has said this one', async (t) => {
    const { verified, asked } = await knowing(t, here, host)
    assert.deepEqual(verified, { ok: true, actor, acct: 'alice@example.org' })
    assert.deepEqual(asked, [`GET ${origin}${alice}`])
  })

  it('has no handle of its own in the hands of a server that it does not lead to', async (t) => {
    const { verified } = await knowing(t, 'https://other.example.org/finger?{uri}', 'example.org')
    assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
  })
})

describe('a domain that sends on who asks about one of its people', () => {
  const of = (name: string) => `${name}@example.org`
  const script = Object.fromEntries(
    ['alice', 'carol'].map((name) => [finger(of(name)), jrd(`${origin}/users/${name}`, `acct:${of(name)}`)]),
  )
  const there = `${origin}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${of('alice')}`)}`
  const comes = (t: TestContext, username: string, delegates: Delegates, findings: Findings) =>
    verifying(t, script, {
      said: { username, acct: username, actor: `${origin}/users/${username}` },
      ...{ delegates, findings },
      more: { 'example.org': { [finger(of('alice'))]: sendOn(there) } },
    })

  it('has its word taken for that person and for nobody else there', async (t) => {
    const delegates = createDelegates(createTestWorld())
    for (const findings of [{ handleDomain: 'example.org' }, {}]) {
      const honest = await comes(t, 'alice', delegates, { handleDomain: 'example.org' })
      assert.deepEqual(honest.verified, { ok: true, actor, acct: of('alice') })
      const { verified } = await comes(t, 'carol', delegates, findings)
      assert.deepEqual(verified, { ok: true, actor: `${origin}/users/carol`, acct: `carol@${host}` })
    }
  })

  it('is not asked again about the same person that day', async (t) => {
    const { clock, ...world } = createTestWorld()
    const delegates = createDelegates({ ...world, clock })
    const asked = async () => (await comes(t, 'alice', delegates, { handleDomain: 'example.org' })).asked.length
    assert.deepEqual([await asked(), await asked()], [2, 1])
    clock.advance(days(1))
    assert.equal(await asked(), 2)
  })

  it('is not followed to where the server has just said the same', async (t) => {
    const { asked } = await comes(t, 'alice', noDelegates, { handleDomain: 'example.org' })
    assert.deepEqual(asked, [`GET ${origin}${finger(of('alice'))}`, `GET https://example.org${finger(of('alice'))}`])
  })
})

describe('somebody else than was meant', () => {
  it('is said to be somebody else', async (t) => {
    const instead = async (meant: Meant) => {
      const { verified } = await verifying(t, own, { said: { actor }, meant })
      assert.ok(verified.ok)
      return verified.instead?.typed
    }
    assert.equal(await instead({}), undefined)
    assert.equal(await instead({ typed: `@alice@${host}`, typedActor: actor }), undefined)
    assert.equal(await instead({ typed: '@alice@example.org', typedActor: actor }), undefined)
    assert.equal(await instead({ typed: `@ALICE@${host}` }), undefined)
    assert.equal(await instead({ typed: `@alice@${host}`, typedActor: `${origin}/users/bob` }), `@alice@${host}`)
    assert.equal(await instead({ typed: `@bob@${host}` }), `@bob@${host}`)
    assert.equal(await instead({ typed: '@alice@victim.example.org' }), '@alice@victim.example.org')
  })
})

describe('a server that means harm', () => {
  const patience = 500
  const tricks: Readonly<Record<string, Script[string]>> = {
    'sends on to a private address': sendOn('https://127.0.0.1:443/'),
    'sends on to a name inside': sendOn('https://metadata.google.internal/'),
    'sends on to itself for ever': (request) => sendOn(request.url),
    'never ends': () => new Response(endless(), { headers: { 'content-type': 'application/jrd+json' } }),
    'never begins': () => new Promise<Response>(() => {}),
    drips: () => new Response(dripping(), { headers: { 'content-type': 'application/jrd+json' } }),
    'packs too much into too little': new Response(gzipSync(Buffer.alloc(5_000_000, ' ')), {
      headers: { 'content-type': 'application/jrd+json', 'content-encoding': 'gzip' },
    }),
  }
  for (const [what, answer] of Object.entries(tricks))
    it(`gets nobody in as anybody else, and nothing proven, when it ${what}`, async (t) => {
      await refused(t, { [alice]: answer }, { patience }, 'unreachable')
      const claims = { [alice]: jrd(actor, 'acct:alice@example.org') }
      const lying = { 'example.org': { [finger('alice@example.org')]: answer } }
      const { verified } = await verifying(t, claims, { said: { actor }, more: lying, patience })
      assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
    })

  it('gets nothing from inside by another answer of its resolver', async (t) => {
    const claims = { [alice]: jrd(actor, 'acct:alice@example.org') }
    const inside = { 'example.org': { [finger('alice@example.org')]: jrd(actor, 'acct:alice@example.org') } }
    for (const addresses of [['10.0.0.1'], ['127.0.0.1', '169.254.169.254'], ['::1']]) {
      const prepare = ({ resolve }: ScriptedWeb) => resolve('example.org', addresses)
      const { verified, asked } = await verifying(t, claims, { said: { actor }, more: inside, prepare })
      assert.deepEqual(verified, { ok: true, actor, acct: `alice@${host}` })
      assert.equal(asked.length, 1)
    }
  })
})

const bytes = new TextEncoder().encode(' '.repeat(1000))

const endless = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ pull: (controller) => controller.enqueue(bytes) })

const dripping = (): ReadableStream<Uint8Array> => {
  let timer: NodeJS.Timeout | undefined
  return new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(bytes.subarray(0, 1)), 10)
    },
    cancel: () => clearInterval(timer),
  })
}
