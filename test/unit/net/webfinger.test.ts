import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { FetchFailed } from '../../../src/net/fetch-failed.ts'
import { templateIn } from '../../../src/net/host-meta.ts'
import { askDomain, askWebFinger } from '../../../src/net/webfinger.ts'
import { jrd, type Script, scriptedWeb, sendOn } from '../../support/scripted-web.ts'

const actor = 'https://social.example.org/users/alice'
const resource = 'acct:alice@example.org'
const path = `/.well-known/webfinger?resource=${resource}`

const asking = async (t: Parameters<typeof scriptedWeb>[0], script: Script, more: Record<string, Script> = {}) => {
  const { fetch, asked, resolve } = await scriptedWeb(t, { 'example.org': script, ...more })
  const outside = { fetch, userAgent: 'Portico' }
  return {
    asked,
    resolve,
    direct: () => askWebFinger(outside, 'https://example.org', resource),
    domain: async () => (await askDomain(outside, 'https://example.org', resource)).word,
    answer: (template?: string) => askDomain(outside, 'https://example.org', resource, { template }),
  }
}

const typed = (type: string, body: unknown = jrd(actor, resource)) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': type } })

const xrd = (text: string) => new Response(text, { headers: { 'content-type': 'application/xrd+xml' } })

describe('asking a host about somebody', () => {
  it('finds the actor, the handle and the pages', async (t) => {
    const body = {
      subject: resource,
      aliases: ['https://social.example.org/@alice', 7, 'javascript:alert(1)'],
      links: [
        null,
        'x',
        { rel: 'self', type: 'text/html', href: 'https://social.example.org/html' },
        { rel: 'self', type: 'application/activity+json', href: 'ftp://social.example.org/' },
        { rel: 'other', type: 'application/activity+json', href: 'https://social.example.org/other' },
        { rel: 'self', type: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"', href: actor },
        { rel: 'self', type: 'application/activity+json', href: actor },
        { rel: 'self', type: 'application/activity+json', href: 'https://social.example.org/second' },
        { rel: 'http://webfinger.net/rel/profile-page', href: 'https://social.example.org/profile' },
      ],
    }
    const { direct } = await asking(t, { [path]: typed('application/jrd+json; charset=utf-8', body) })
    const pages = ['https://social.example.org/@alice', 'https://social.example.org/profile']
    const actors = [actor, 'https://social.example.org/second']
    assert.deepEqual(await direct(), { found: true, actors, subject: resource, pages })
  })

  it('takes as an actor what ActivityPub calls one, and nothing else', async (t) => {
    const types: Readonly<Record<string, boolean>> = {
      'application/activity+json': true,
      'Application/Activity+JSON; charset=utf-8': true,
      'application/ld+json; profile="https://www.w3.org/ns/activitystreams"': true,
      "application/ld+json;profile='https://www.w3.org/ns/activitystreams'": true,
      'application/ld+json; profile=https://www.w3.org/ns/activitystreams': true,
      'application/ld+json; profile="https://a.org https://www.w3.org/ns/activitystreams"': true,
      'application/ld+json': false,
      'application/ld+json; profile="https://www.w3.org/ns/activitystreams-not"': false,
      'application/json': false,
      'text/html': false,
      '': false,
    }
    const entries = Object.entries(types)
    const { fetch } = await scriptedWeb(t, {
      'example.org': Object.fromEntries(
        entries.map(([type], at) => [
          `/.well-known/webfinger?resource=${at}`,
          { links: [{ rel: 'self', type, href: actor }] },
        ]),
      ),
    })
    for (const [at, [type, is]] of entries.entries()) {
      const answer = await askWebFinger({ fetch, userAgent: 'x' }, 'https://example.org', String(at))
      assert.equal(answer.found && answer.actors.length > 0, is, type)
    }
  })

  it('reads JSON only, of one kind or the other, in measure', async (t) => {
    const bodies: Readonly<Record<string, [Response, boolean]>> = {
      jrd: [typed('application/jrd+json'), true],
      json: [typed('application/json;charset=utf-8'), true],
      html: [typed('text/html'), false],
      xml: [typed('application/xrd+xml'), false],
      text: [typed('text/plain'), false],
      list: [typed('application/json', []), false],
      broken: [new Response('{"links"', { headers: { 'content-type': 'application/json' } }), false],
      deep: [new Response('['.repeat(60_000), { headers: { 'content-type': 'application/json' } }), false],
      forbidden: [new Response('{}', { status: 403, headers: { 'content-type': 'application/json' } }), false],
      failing: [new Response('', { status: 500 }), false],
    }
    const { fetch } = await scriptedWeb(t, {
      'example.org': Object.fromEntries(
        Object.entries(bodies).map(([name, [body]]) => [`/.well-known/webfinger?resource=${name}`, body]),
      ),
    })
    for (const [name, [, is]] of Object.entries(bodies)) {
      const answer = await askWebFinger({ fetch, userAgent: 'x' }, 'https://example.org', name)
      assert.deepEqual([answer.found, !answer.found && answer.why], is ? [true, false] : [false, 'closed'], name)
    }
  })

  it('tells nobody from somebody who is gone for good', async (t) => {
    const { direct, domain } = await asking(t, { [path]: new Response(null, { status: 410 }) })
    assert.deepEqual(await direct(), { found: false, why: 'gone' })
    assert.deepEqual(await domain(), { found: false, why: 'gone' })
    const none = await asking(t, {})
    assert.deepEqual(await none.direct(), { found: false, why: 'nobody' })
    assert.equal(none.asked.length, 1)
    assert.deepEqual(await none.domain(), { found: false, why: 'nobody' })
  })

  it('goes on to another host where it is sent, three times at most', async (t) => {
    const there = {
      'social.example.org': { '/finger': jrd(actor, resource), '/on': sendOn('/finger'), '/2': sendOn('/on') },
    }
    const three = await asking(t, { [path]: sendOn('https://social.example.org/2') }, there)
    assert.deepEqual(await three.direct(), { found: true, actors: [actor], subject: resource, pages: [] })
    const four = await asking(t, { [path]: sendOn('/1'), '/1': sendOn('https://social.example.org/2') }, there)
    await assert.rejects(four.direct(), FetchFailed)
  })

  it('is sent nowhere that is not public', async (t) => {
    for (const location of [
      'https://127.0.0.1/',
      'http://social.example.org/',
      'https://localhost/',
      'https://[::1]/',
    ]) {
      const { direct } = await asking(t, { [path]: sendOn(location) })
      await assert.rejects(direct(), FetchFailed, location)
    }
    const inside = await asking(t, { [path]: sendOn('https://inside.example.org/') }, { 'inside.example.org': {} })
    inside.resolve('inside.example.org', ['169.254.169.254'])
    await assert.rejects(inside.direct(), { code: 'address' })
  })

  it('asks where host-meta says when there is nothing here', async (t) => {
    const meta = xrd(
      '<?xml version="1.0"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><!-- <Link rel="lrdd" template="https://127.0.0.1/{uri}"/> -->' +
        "<Link rel='lrdd' type='application/jrd+json' template='https://social.example.org/finger?a=b&amp;resource={uri}'/></XRD>",
    )
    const there = { 'social.example.org': { [`/finger?a=b&resource=${resource}`]: jrd(actor, resource) } }
    const { domain, asked } = await asking(t, { '/.well-known/host-meta': meta }, there)
    assert.deepEqual(await domain(), { found: true, actors: [actor], subject: resource, pages: [] })
    assert.equal(asked.length, 3)
    const json = { links: [{ rel: 'lrdd', template: 'https://social.example.org/finger?a=b&resource={uri}' }] }
    const other = await asking(t, { '/.well-known/host-meta': json }, there)
    assert.equal((await other.domain()).found, true)
  })

  it('does not ask twice for the same, nor where it should not', async (t) => {
    const to = (template: string) => ({
      '/.well-known/host-meta': xrd(`<XRD><Link rel="lrdd" template="${template}"/></XRD>`),
    })
    const same = await asking(t, to('https://example.org/.well-known/webfinger?resource={uri}'))
    assert.deepEqual(await same.domain(), { found: false, why: 'nobody' })
    assert.equal(same.asked.length, 2)
    for (const template of ['https://127.0.0.1/?{uri}', 'http://example.org/?{uri}']) {
      const inside = await asking(t, to(template))
      await assert.rejects(inside.domain(), FetchFailed, template)
    }
    for (const template of ['https://social.example.org/fixed', 'file:///{uri}', 'data:{uri}', 'mailto:{uri}']) {
      const none = await asking(t, to(template))
      assert.deepEqual(await none.domain(), { found: false, why: 'nobody' }, template)
    }
  })
})

describe('where a domain has everybody asked about', () => {
  const template = 'https://social.example.org/.well-known/webfinger?resource={uri}'
  const there = { 'social.example.org': { [path]: jrd(actor, resource) } }
  const word = { found: true, actors: [actor], subject: resource, pages: [] }

  it('is what its host-meta says', async (t) => {
    const meta = { '/.well-known/host-meta': xrd(`<XRD><Link rel="lrdd" template="${template}"/></XRD>`) }
    const { answer } = await asking(t, meta, there)
    assert.deepEqual(await answer(), { word, template })
  })

  it('is nowhere that it sends one person to, however that is addressed, and not itself', async (t) => {
    const files = { 'social.example.org': { '/alice.json': jrd(actor, resource), [path]: jrd(actor, resource) } }
    for (const to of ['/alice.json', `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`]) {
      const one = await asking(t, { [path]: sendOn(`https://social.example.org${to}`) }, files)
      assert.deepEqual(await one.answer(), { word })
    }
    const own = await asking(t, { [path]: jrd(actor, resource) })
    assert.deepEqual(await own.answer(), { word })
  })

  it('is asked at once when it is known, and the domain itself where that leads nowhere', async (t) => {
    const known = await asking(t, {}, there)
    assert.deepEqual(await known.answer(template), { word, template })
    assert.equal(known.asked.length, 1)
    const moved = await asking(t, { [path]: jrd(actor, resource) })
    for (const old of [template, 'https://social.example.org/old?{uri}', 'https://127.0.0.1/?{uri}']) {
      assert.deepEqual(await moved.answer(old), { word })
    }
  })
})

describe('host-meta', () => {
  it('is read without anything that XML could do beside being read', () => {
    const link = '<Link rel="lrdd" template="https://a.org/{uri}"/>'
    assert.equal(templateIn(`<XRD>${link}</XRD>`), 'https://a.org/{uri}')
    assert.equal(
      templateIn(`<hm:XRD><hm:Link\n  template = "https://a.org/&#123;uri}" rel="lrdd"></hm:Link></hm:XRD>`),
      'https://a.org/{uri}',
    )
    assert.equal(templateIn('<XRD><Link rel="other" template="https://a.org/{uri}"/></XRD>'), undefined)
    assert.equal(templateIn(`<!DOCTYPE x [<!ENTITY a "b">]><XRD>${link}</XRD>`), undefined)
    assert.equal(templateIn(`<XRD><!-- ${link} </XRD>`), undefined)
    assert.equal(templateIn('<Link rel="lrdd" template="&xxe;{uri}&#x110000;"/>'), '&xxe;{uri}&#x110000;')
  })

  it('is read whatever it is, in no time to speak of', () => {
    const pieces = fc.constantFrom(
      '<Link ',
      '<',
      '>',
      ' rel="lrdd"',
      ' template="',
      '"',
      "'",
      '<!--',
      '-->',
      '=',
      ' ',
      '&#',
      'a',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const template = templateIn(parts.join(''))
        assert.ok(template === undefined || typeof template === 'string')
      }),
    )
    for (const piece of ['<Link ', '<Link rel="lrdd" ', 'rel= ', '<!--', '&#1', '<a:', 'a '.repeat(10), '<Link a="'])
      templateIn(`<Link ${piece.repeat(Math.floor(65_536 / piece.length))}`)
  })
})
