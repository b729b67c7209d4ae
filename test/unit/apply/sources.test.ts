import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { managedFields, managedSettings } from '../../../src/admin/operations/managed.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { isAdmitted } from '../../../src/sources/fediverse/rules.ts'
import { findFediverse } from '../../../src/sources/settings.ts'
import { dump } from '../../support/dump.ts'
import { createInstallation, type Installation, problemsOf, told } from './support.ts'

let portico: Installation
beforeEach(() => {
  portico = createInstallation()
})

const source = (more = '') => `
sources:
  - { id: fediverse, kind: fediverse${more} }
`

describe('the fediverse in the file', () => {
  it('is switched on, by invitation, when the file says no more than its name', async () => {
    const difference = await portico.apply(source())
    assert.match(told(difference).join('\n'), /^\+ source fediverse$/m)
    assert.equal((await findFediverse(portico))?.firstSignIn, 'invited')
    assert.deepEqual(await managedSettings(portico, 'fediverse'), ['on'])
  })

  it('is set up as the file says, and nothing is written the second time', async () => {
    const file = source(
      ', firstSignIn: servers, servers: [Social.Example, bücher.example], placeholderEmailDomain: id.example, vouchForPlaceholders: true, bots: refuse',
    )
    await portico.apply(file)
    assert.deepEqual(await findFediverse(portico), {
      firstSignIn: 'servers',
      servers: ['social.example', 'xn--bcher-kva.example'],
      placeholderEmailDomain: 'id.example',
      vouchForPlaceholders: true,
      bots: 'refuse',
    })
    const before = await dump(portico.storage)
    assert.deepEqual((await portico.apply(file)).steps, [])
    assert.equal(await dump(portico.storage), before)
    const fields = ['bots', 'firstSignIn', 'placeholderEmailDomain', 'servers', 'vouchForPlaceholders', 'on']
    assert.deepEqual(await managedSettings(portico, 'fediverse'), fields)
  })

  it('keeps what the file leaves out, and is shut when it says so', async () => {
    await portico.apply(source(', firstSignIn: everyone'))
    await portico.apply(source(', placeholderEmailDomain: id.example'))
    assert.equal((await findFediverse(portico))?.firstSignIn, 'everyone')
    await portico.apply(source(', disabled: true'))
    assert.equal(await findFediverse(portico), undefined)
    await portico.apply(source(', disabled: false'))
    assert.equal((await findFediverse(portico))?.firstSignIn, 'everyone')
  })

  it('stays as it is when the file names it no longer', async () => {
    await portico.apply(source(', firstSignIn: everyone'))
    const difference = await portico.apply('branding: { name: Example }')
    assert.match(told(difference).join('\n'), /^- source fediverse/m)
    assert.equal((await findFediverse(portico))?.firstSignIn, 'everyone')
    assert.equal((await portico.storage.find('sources', 'fediverse'))?.managed, false)
    assert.deepEqual(await managedSettings(portico, 'fediverse'), [])
  })

  it('is refused with what is wrong, where it stands', async () => {
    for (const [more, at, sentence] of [
      [', firstSignIn: anybody', 'sources[0].firstSignIn', /must be everyone or servers or invited or linked/],
      [', firstSignIn: servers', 'sources[0]', /lets nobody in/],
      [', firstSignIn: servers, servers: []', 'sources[0]', /lets nobody in/],
      [', servers: ["https://social.example"]', 'sources[0].servers[0]', /is not the domain of a server/],
      [', servers: ["ex*mple.org"]', 'sources[0].servers[0]', /is not the domain of a server/],
      [', placeholderEmailDomain: "id.example:25"', 'sources[0].placeholderEmailDomain', /is not a domain/],
      [', vouchForPlaceholders: true', 'sources[0].vouchForPlaceholders', /and there is none/],
      [', first: everyone', 'sources[0].first', /is not known/],
    ] as const) {
      const problems = await problemsOf(portico.apply(source(more)))
      assert.equal(problems.length, 1, `${more}: ${problems.join('\n')}`)
      assert.ok(problems[0]?.includes(` ${at} `), problems[0])
      assert.match(problems[0] ?? '', sentence)
    }
    const twice = `${source()}  - { id: fediverse, kind: fediverse }\n`
    assert.match((await problemsOf(portico.apply(twice)))[0] ?? '', /sources\[1\]\.id .*before/)
    assert.equal(await portico.storage.count('sources'), 0)
  })
})

const rules = (...entries: readonly string[]) =>
  `instanceRules:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`

describe('rules about servers in the file', () => {
  it('hold, and nothing is written the second time', async () => {
    const file = rules(
      'domain: Bad.Example, action: deny, reason: "Spam."',
      'domain: good.bad.example, action: allow',
      'software: PeerTube, action: deny',
    )
    const difference = await portico.apply(file)
    assert.match(told(difference).join('\n'), /^\+ rule domain bad\.example$/m)
    const admitted = async (host: string, software?: string) => (await isAdmitted(portico, { host, software })).admitted
    assert.equal(await admitted('x.bad.example'), false)
    assert.equal(await admitted('x.good.bad.example'), true)
    assert.equal(await admitted('other.example', 'peertube'), false)
    const before = await dump(portico.storage)
    assert.deepEqual((await portico.apply(file)).steps, [])
    assert.equal(await dump(portico.storage), before)
  })

  it('sign out whoever they turn away', async () => {
    await portico.storage.add('identities', {
      ...{ id: 'i', sourceId: 'fediverse', subject: 'https://bad.example/ann', accountId: 'ann', host: 'bad.example' },
      ...{ profile: { username: 'ann', name: 'Ann' }, anchors: {}, createdAt: 0, lastUsedAt: 0 },
    })
    await portico.storage.add('sessions', {
      ...{ id: 's', publicId: 'p', accountId: 'ann', createdAt: 0, lastSeenAt: 0, authTime: 0, amr: ['fed'] },
      ...{ identityId: 'i', expiresAt: Number.MAX_SAFE_INTEGER, endsAt: Number.MAX_SAFE_INTEGER },
    })
    await portico.apply(rules('software: peertube, action: deny'))
    assert.equal(await portico.storage.count('sessions'), 1)
    await portico.apply(rules('domain: bad.example, action: deny'))
    assert.equal(await portico.storage.count('sessions'), 0)
  })

  it('are changed by the file, and stay when it names them no longer', async () => {
    await portico.apply(rules('domain: bad.example, action: deny, reason: "Spam."'))
    await portico.apply(rules('domain: bad.example, action: deny, reason: "Harassment."'))
    assert.equal((await portico.storage.find('instanceRules', 'domain:bad.example'))?.reason, 'Harassment.')
    await portico.apply('branding: { name: Example }')
    const left = await portico.storage.find('instanceRules', 'domain:bad.example')
    assert.deepEqual([left?.action, left?.managed], ['deny', false])
  })

  it('are the file’s when they came from a list before', async () => {
    await portico.storage.add('instanceRules', {
      ...{ id: 'domain:bad.example', about: 'domain', value: 'bad.example', action: 'deny', reason: 'Listed.' },
      ...{ list: 'blocks.csv', managed: false, createdAt: 1 },
    })
    await portico.apply(rules('domain: bad.example, action: allow'))
    const rule = await portico.storage.find('instanceRules', 'domain:bad.example')
    assert.deepEqual([rule?.action, rule?.managed, rule?.list, rule?.createdAt], ['allow', true, undefined, 1])
  })

  it('are refused with what is wrong, where it stands', async () => {
    for (const [entry, at, sentence] of [
      ['action: deny', 'instanceRules[0]', /needs a domain or a software/],
      ['domain: a.example, software: mastodon, action: deny', 'instanceRules[0]', /not both/],
      ['domain: "*.example", action: deny', 'instanceRules[0].domain', /is not the domain of a server/],
      ['domain: a.example, action: block', 'instanceRules[0].action', /must be allow or deny/],
      ['software: "a b", action: deny', 'instanceRules[0].software', /is not the name of a software/],
    ] as const) {
      const problems = await problemsOf(portico.apply(rules(entry)))
      assert.equal(problems.length, 1, `${entry}: ${problems.join('\n')}`)
      assert.ok(problems[0]?.includes(` ${at} `), problems[0])
      assert.match(problems[0] ?? '', sentence)
    }
    const twice = rules('domain: a.example, action: deny', 'domain: A.example, action: allow')
    assert.match((await problemsOf(portico.apply(twice)))[0] ?? '', /instanceRules\[1\] /)
  })
})

describe('an application of the file', () => {
  const notes = (more: string) =>
    `applications:\n  - { slug: notes, clientSecret: s3cretS3cretS3cretS3cret, redirectUris: ["https://notes.example/cb"], ${more} }\n`

  it('takes newcomers as the file says', async () => {
    const file = notes('newcomers: servers, newcomerServers: [A.Example], missingEmail: ask, bridge: true')
    await portico.apply(file)
    const application = await findBySlug(portico, 'notes')
    assert.ok(application)
    assert.deepEqual(
      [application.newcomers, application.newcomerServers, application.missingEmail, application.bridge],
      ['servers', ['a.example'], 'ask', true],
    )
    assert.deepEqual((await portico.apply(file)).steps, [])
    const managed = await managedFields(portico, 'applications', application)
    for (const field of ['newcomers', 'newcomerServers', 'missingEmail', 'bridge']) assert.ok(managed.includes(field))
  })

  it('is refused when it takes people of servers and names none', async () => {
    const [problem] = await problemsOf(portico.apply(notes('newcomers: servers')))
    assert.match(problem ?? '', /applications\[0\]/)
  })
})
