import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGroup } from '../../../src/accounts/groups.ts'
import { membersOf } from '../../../src/applications/access.ts'
import { findApplication, findBySlug, listApplications } from '../../../src/applications/application.ts'
import { isClientSecret } from '../../../src/applications/client-secret.ts'
import { createApplication, type NewApplication } from '../../../src/applications/create-application.ts'
import { days, minutes } from '../../../src/lib/clock.ts'
import { dump } from '../../support/dump.ts'
import { createTestWorld } from '../../support/world.ts'

const problemsOf = async (input: Partial<NewApplication>) => {
  const created = await createApplication(createTestWorld(), { name: 'Notes', ...input })
  return created.ok
    ? []
    : created.problems.map(({ field, code, item }) => [field, code, ...(item === undefined ? [] : [item])])
}

describe('a new application', () => {
  it('gets a short name, a client id and a secret of letters and digits, and the secret is good', async () => {
    const world = createTestWorld()
    const created = await createApplication(world, { name: '  Example   Social ' })
    assert.ok(created.ok)
    const { application, clientSecret = '' } = created
    assert.equal(application.name, 'Example Social')
    assert.equal(application.slug, 'example-social')
    assert.match(application.clientId, /^[A-Za-z0-9]{22}$/)
    assert.match(clientSecret, /^pcs[A-Za-z0-9]{43}$/)
    assert.ok(isClientSecret(world.sealing, application, [clientSecret], world.clock.now()))
    assert.deepEqual(await findApplication(world, application.id), application)
    assert.ok(!(await dump(world.storage)).includes(clientSecret))
  })

  it('leaves a line in the audit log that names it, by whoever made it', async () => {
    const world = createTestWorld()
    await createApplication(world, { name: 'Notes' }, { actorId: 'ada', address: '192.0.2.1' })
    const [line] = await world.storage.list('events')
    assert.equal(line?.kind, 'application.created')
    assert.equal(line?.actorId, 'ada')
    assert.equal(line?.data['name'], 'Notes')
  })

  it('takes the identity it had elsewhere', async () => {
    const world = createTestWorld()
    const given = { slug: 'notes', clientId: 'notes', clientSecret: 's3cretS3cretS3cretS3cret' }
    const created = await createApplication(world, { name: 'Notes', ...given })
    assert.ok(created.ok)
    assert.equal(created.clientSecret, undefined)
    assert.equal(created.application.clientId, 'notes')
    assert.ok(isClientSecret(world.sealing, created.application, [given.clientSecret], world.clock.now()))
    assert.ok(!(await dump(world.storage)).includes(given.clientSecret))
  })

  it('that is public has no secret and uses PKCE, whatever was asked', async () => {
    const created = await createApplication(createTestWorld(), { name: 'Phone', confidential: false, pkce: 'optional' })
    assert.ok(created.ok)
    assert.deepEqual(created.application.secrets, [])
    assert.equal(created.application.pkce, 'required')
    assert.equal(created.clientSecret, undefined)
  })

  it('is made of what is named in its type and of nothing else that came along', async () => {
    const input = {
      name: 'Notes',
      id: 'mine',
      createdAt: 1,
      disabledAt: 1,
      secrets: [{ hash: 'sha256:00', createdAt: 0 }],
      __proto__: { consent: 'implicit' },
      constructor: 'x',
    }
    const created = await createApplication(createTestWorld(), input)
    assert.ok(created.ok)
    assert.notEqual(created.application.id, 'mine')
    assert.notEqual(created.application.createdAt, 1)
    assert.equal(created.application.disabledAt, undefined)
    assert.equal(created.application.secrets.length, 1)
    assert.notEqual(created.application.secrets[0]?.hash, 'sha256:00')
    assert.ok(!Object.hasOwn(created.application, 'constructor'))
  })

  const good = 'https://notes.example/callback'
  for (const [what, input, problems] of [
    ['a name of nothing to see', { name: ' \u202e ' }, [['name', 'required']]],
    ['a reserved short name', { slug: 'token' }, [['slug', 'reserved']]],
    ['a client id that Basic would mangle', { clientId: 'a:b' }, [['clientId', 'bad_characters']]],
    ['a client id with a blank', { clientId: 'a b' }, [['clientId', 'bad_characters']]],
    ['a short secret', { clientSecret: 'short' }, [['clientSecret', 'too_short']]],
    ['a short secret that is in use elsewhere', { clientSecret: 'short', unsafeShortSecret: true }, []],
    ['an empty secret, even so', { clientSecret: '', unsafeShortSecret: true }, [['clientSecret', 'too_short']]],
    ['a hash of another kind', { clientSecretHash: 'md5:00' }, [['clientSecretHash', 'bad_hash']]],
    [
      'a secret for who cannot keep one',
      { confidential: false, clientSecret: 's3cretS3cretS3cret' },
      [['clientSecret', 'public_has_no_secret']],
    ],
    ['plain http', { redirectUris: [good, 'http://notes.example/cb'] }, [['redirectUris', 'http_needs_loopback', 1]]],
    ['plain http on purpose', { redirectUris: ['http://notes.example/cb'], allowHttp: true }, []],
    ['plain http on this machine', { redirectUris: ['http://localhost:9000/callback'] }, []],
    ['a script', { redirectUris: ['javascript:alert(1)'], allowHttp: true }, [['redirectUris', 'harmful_scheme', 0]]],
    ['the answer’s own parameter', { redirectUris: [`${good}?a=1&state=2`] }, [['redirectUris', 'says_an_answer', 0]]],
    ['another parameter', { redirectUris: [`${good}?provider=portico`] }, []],
    ['state after signing out', { postLogoutRedirectUris: [`${good}?state=2`] }, []],
    ['a fragment', { redirectUris: [`${good}#x`] }, [['redirectUris', 'fragment', 0]]],
    [
      'a wildcard-like user',
      { redirectUris: ['https://notes.example@evil.example/'] },
      [['redirectUris', 'user_info', 0]],
    ],
    ['half a character', { redirectUris: ['https://notes.example/\ud800'] }, [['redirectUris', 'bad_characters', 0]]],
    ['an app of its own scheme', { redirectUris: ['app.notes:///cb'] }, []],
    [
      'the same rules after signing out',
      { postLogoutRedirectUris: ['notes', good] },
      [['postLogoutRedirectUris', 'not_absolute', 0]],
    ],
    ['a public one nobody is asked about', { confidential: false, consent: 'implicit', redirectUris: [good] }, []],
    [
      'a public one nobody is asked about, at an address anybody can take',
      { confidential: false, consent: 'implicit', redirectUris: ['http://localhost/cb'] },
      [['consent', 'consent_needs_https']],
    ],
    ['a group that is not there', { accessGroups: ['staff'] }, [['accessGroups', 'unknown', 0]]],
    ['an access token for a week', { accessTokenLifetime: days(7) }, [['accessTokenLifetime', 'out_of_range']]],
    ['an ID token for a moment', { idTokenLifetime: minutes(1) }, [['idTokenLifetime', 'out_of_range']]],
    ['half a millisecond', { refreshTokenIdle: minutes(5) + 0.5 }, [['refreshTokenIdle', 'out_of_range']]],
    ['a launch address that runs', { launchUrl: 'javascript:alert(1)' }, [['launchUrl', 'bad_web_address']]],
    ['a launch address with a fragment', { launchUrl: 'https://notes.example/#/start' }, []],
    ['an icon that is a page', { icon: 'data:text/html;base64,AAAA' }, [['icon', 'bad_image']]],
    ['an icon', { icon: 'data:image/png;base64,AAAA' }, []],
    ['much to say', { description: 'a'.repeat(501) }, [['description', 'too_long']]],
    [
      'several mistakes',
      { name: '', slug: 'No', redirectUris: ['x'] },
      [
        ['name', 'required'],
        ['slug', 'bad_slug'],
        ['redirectUris', 'not_absolute', 0],
      ],
    ],
  ] as const) {
    it(`is judged field by field: ${what}`, async () => assert.deepEqual(await problemsOf(input), problems))
  }

  it('gets the next free short name when nobody asked for one', async () => {
    const world = createTestWorld()
    const slugs = []
    for (let n = 0; n < 12; n += 1) {
      const created = await createApplication(world, { name: 'Notes' })
      slugs.push(created.ok ? created.application.slug : 'none')
    }
    assert.deepEqual(slugs.slice(0, 3), ['notes', 'notes-2', 'notes-3'])
    assert.equal(new Set(slugs).size, 12)
    assert.ok(!slugs.includes('none'))
  })

  it('is the only one to get a short name that fifty ask for at once', async () => {
    const world = createTestWorld()
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => createApplication(world, { name: `Notes ${n}`, slug: 'notes' })),
    )
    assert.equal(all.filter(({ ok }) => ok).length, 1)
    const refused = all.filter((one) => !one.ok)
    assert.ok(refused.every(({ problems: [problem] }) => problem?.field === 'slug' && problem.code === 'taken'))
    assert.equal(await world.storage.count('applications'), 1)
    assert.equal(await world.storage.count('events'), 1)
  })

  it('is the only one with its client id, which is nobody’s subject either', async () => {
    const world = createTestWorld()
    await createApplication(world, { name: 'Notes', clientId: 'notes' })
    const second = await createApplication(world, { name: 'Other', clientId: 'notes' })
    assert.deepEqual(second, { ok: false, problems: [{ field: 'clientId', code: 'taken' }] })
    await world.storage.add('tombstones', { id: 'ada', usernameKey: 'ada', deletedAt: 0 })
    const third = await createApplication(world, { name: 'Third', clientId: 'ada' })
    assert.deepEqual(third, { ok: false, problems: [{ field: 'clientId', code: 'taken' }] })
  })

  it('lets in the groups it names', async () => {
    const world = createTestWorld()
    const group = await createGroup(world, { name: 'staff' })
    assert.ok(group.ok)
    const created = await createApplication(world, { name: 'Notes', accessGroups: [group.group.id] })
    assert.ok(created.ok)
    assert.deepEqual((await findBySlug(world, 'notes'))?.accessRules, membersOf([group.group.id]))
  })
})

describe('the list of applications', () => {
  it('is searched by name, short name and client id, and read page by page', async () => {
    const world = createTestWorld()
    for (const [name, clientId] of [
      ['Beta', 'one'],
      ['Alpha', 'two'],
      ['Gamma', 'beta-client'],
    ] as const) {
      await createApplication(world, { name, clientId })
    }
    const names = async (query: Parameters<typeof listApplications>[1]) => {
      const { applications, more } = await listApplications(world, query)
      return [...applications.map(({ name }) => name), ...(more ? ['...'] : [])]
    }
    assert.deepEqual(await names({}), ['Alpha', 'Beta', 'Gamma'])
    assert.deepEqual(await names({ search: ' BETA ' }), ['Beta', 'Gamma'])
    assert.deepEqual(await names({ limit: 2 }), ['Alpha', 'Beta', '...'])
    assert.deepEqual(await names({ limit: 2, offset: 2 }), ['Gamma'])
    assert.deepEqual(await names({ search: '%' }), [])
  })
})
