import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { findByUsername } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount } from '../../../src/accounts/create.ts'
import { deleteAccount, disableAccount } from '../../../src/accounts/disable.ts'
import { addMember, createGroup, findGroupByName, groupsOf } from '../../../src/accounts/groups.ts'
import { findPassword } from '../../../src/accounts/passwords/credential.ts'
import { managedFields } from '../../../src/admin/operations/managed.ts'
import { membersOf } from '../../../src/applications/access.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { isClientSecret } from '../../../src/applications/client-secret.ts'
import { dump } from '../../support/dump.ts'
import { createInstallation, type Installation, problemsOf, told } from './support.ts'

const example = `
accounts:
  - { username: alice, name: Alice Example, email: alice@example.org, emailVerified: true,
      password: correct horse battery staple, admin: true, groups: [staff] }
applications:
  - { slug: notes, name: Notes, recipe: generic, clientId: notes, clientSecret: s3cretS3cretS3cretS3cret,
      redirectUris: ["http://localhost:9000/callback"], consent: implicit }
`

let portico: Installation
beforeEach(() => {
  portico = createInstallation()
})

const account = async (username: string) => {
  const found = await findByUsername(portico, username)
  assert.ok(found)
  return found
}
const application = async (slug: string) => {
  const found = await findBySlug(portico, slug)
  assert.ok(found)
  return found
}
const passwordIs = async (username: string, password: string): Promise<boolean> => {
  const credential = await findPassword(portico, (await account(username)).id)
  return (await portico.hasher.verify(credential?.data.hash, password)).ok
}
const secretIs = async (slug: string, secret: string): Promise<boolean> =>
  isClientSecret(portico.sealing, await application(slug), [secret], portico.clock.now())

describe('applying a configuration file', () => {
  it('makes what it names, so that the person can sign in to the application', async () => {
    await portico.apply(example)
    const alice = await account('alice')
    assert.equal(alice.name, 'Alice Example')
    assert.equal(alice.verifiedEmailKey, 'alice@example.org')
    assert.equal(alice.emailVerifiedBy, 'configuration')
    assert.ok(alice.administrator && alice.managed)
    assert.deepEqual(await groupsOf(portico, alice.id), ['staff'])
    assert.ok(await passwordIs('alice', 'correct horse battery staple'))
    const notes = await application('notes')
    assert.equal(notes.clientId, 'notes')
    assert.equal(notes.consent, 'implicit')
    assert.ok(notes.managed)
    assert.deepEqual(notes.redirectUris, ['http://localhost:9000/callback'])
    assert.ok(await secretIs('notes', 's3cretS3cretS3cretS3cret'))
  })

  it('ends set-up when it names an administrator', async () => {
    await portico.apply(example)
    assert.ok(await portico.storage.find('settings', 'set-up'))
  })

  it('changes nothing the second time, and writes nothing', async () => {
    await portico.apply(example)
    const before = await dump(portico.storage)
    portico.clock.advance(60_000)
    assert.deepEqual((await portico.apply(example)).steps, [])
    assert.equal(await dump(portico.storage), before)
  })

  it('writes nothing on a dry run', async () => {
    const before = await dump(portico.storage)
    assert.equal((await portico.plan(example)).steps.length, 3)
    assert.equal(await dump(portico.storage), before)
  })

  it('leaves no secret behind, neither in what is stored nor in what is told', async () => {
    const difference = await portico.apply(example)
    for (const text of [
      await dump(portico.storage),
      told(difference).join(),
      JSON.stringify((await portico.plan(example)).warnings),
    ])
      assert.doesNotMatch(text, /correct horse|s3cret/)
  })

  it('writes one event for each thing, and one for the whole', async () => {
    await portico.apply(example)
    const events = await portico.storage.list('events')
    assert.deepEqual(events.map(({ kind }) => kind).sort(), [
      'account.created',
      'application.created',
      'configuration.applied',
      'group.created',
    ])
  })

  it('does all of it or nothing', async () => {
    const file = `${example}  - { slug: other, clientId: notes, clientSecret: s3cretS3cretS3cretS3cret }\n`
    assert.match((await problemsOf(portico.apply(file))).join(), /applications\[1\]\.clientId belongs to notes already/)
    assert.equal(await portico.storage.count('accounts'), 0)
    assert.equal(await portico.storage.count('applications'), 0)
  })

  it('comes to the same when several do it at once', async () => {
    await Promise.all([portico.apply(example), portico.apply(example), portico.apply(example)])
    assert.equal(await portico.storage.count('accounts'), 1)
    assert.equal(await portico.storage.count('groups'), 1)
    assert.deepEqual((await portico.plan(example)).steps, [])
  })
})

describe('what the file does not name', () => {
  it('is left alone', async () => {
    await createGroup(portico, { name: 'readers' })
    await createAccount(portico, { username: 'bob', name: 'Bob', administrator: true })
    const before = await dump(portico.storage)
    await portico.apply('groups: [staff]')
    assert.ok(
      (await dump(portico.storage)).includes(before.split('\n').find((line) => line.startsWith('accounts')) ?? 'x'),
    )
    assert.equal((await account('bob')).managed, false)
  })

  it('keeps the fields of an account that the file names without them', async () => {
    await createAccount(portico, {
      username: 'bob',
      name: 'Bob',
      email: 'bob@example.org',
      locale: 'de',
      administrator: true,
    })
    await portico.apply('accounts: [{ username: BOB, groups: [staff] }]')
    const bob = await account('bob')
    assert.deepEqual([bob.name, bob.email, bob.locale, bob.administrator], ['Bob', 'bob@example.org', 'de', true])
    assert.ok(bob.managed)
    assert.deepEqual(await groupsOf(portico, bob.id), ['staff'])
  })

  it('is no longer managed once it has left the file, and never deleted', async () => {
    await portico.apply(example)
    const difference = await portico.apply('accounts: [{ username: alice }]')
    assert.deepEqual(told(difference), [
      '- group staff: not in the file any more, so it is kept as it is',
      '- application notes: not in the file any more, so it is kept as it is',
    ])
    assert.equal((await application('notes')).managed, false)
    assert.equal((await findGroupByName(portico, 'staff'))?.managed, false)
    assert.ok((await account('alice')).managed)
    assert.ok(await secretIs('notes', 's3cretS3cretS3cretS3cret'))
    assert.deepEqual(await groupsOf(portico, (await account('alice')).id), ['staff'])
  })
})

describe('an account of the file', () => {
  it('has its password set once: what the person chose later stays', async () => {
    await portico.apply(example)
    await portico.apply(example.replace('correct horse battery staple', 'another horse battery staple'))
    assert.ok(await passwordIs('alice', 'correct horse battery staple'))
  })

  it('is given one that it does not have yet', async () => {
    await portico.apply('accounts: [{ username: bob }]')
    await portico.apply('accounts: [{ username: bob, passwordEnv: BOB }]', {
      environment: { BOB: 'correct horse battery' },
    })
    assert.ok(await passwordIs('bob', 'correct horse battery'))
  })

  it('may bring its password’s hash along', async () => {
    const bcrypt = '$2a$04$wHBRhcxfWp2xMVkEnsn1vOnGQE4X1QkVvC8vNgn6.NrTB7ZsC7X8S'
    await portico.apply(`accounts: [{ username: bob, passwordHash: '${bcrypt}' }]`)
    const credential = await findPassword(portico, (await account('bob')).id)
    assert.equal(credential?.data.hash, bcrypt)
  })

  it('may have a weak password, with a warning that does not repeat it', async () => {
    const { warnings } = await portico.apply('accounts: [{ username: bob, password: hunter2 }]')
    assert.equal(warnings.length, 1)
    assert.match(warnings[0] ?? '', /^portico\.yaml:1:12 accounts\[0\] the password of bob is weak/)
    assert.doesNotMatch(warnings.join(), /hunter2/)
    assert.ok(await passwordIs('bob', 'hunter2'))
  })

  it('takes a password from a file beside it, without its last line break', async () => {
    await portico.apply('accounts: [{ username: bob, passwordFile: secrets/bob }]', {
      files: { 'secrets/bob': 'correct horse battery\n' },
    })
    assert.ok(await passwordIs('bob', 'correct horse battery'))
  })

  it('is refused when its password cannot be found', async () => {
    const file = 'accounts: [{ username: bob, passwordFile: bob.txt }, { username: eve, passwordEnv: EVE }]'
    assert.deepEqual(await problemsOf(portico.apply(file)), [
      'portico.yaml:1:43 accounts[0].passwordFile cannot be used: bob.txt cannot be read',
      'portico.yaml:1:84 accounts[1].passwordEnv cannot be used: the environment variable EVE is not set',
    ])
  })

  it('is in exactly the groups the file says', async () => {
    await portico.apply('accounts: [{ username: bob, groups: [staff, readers] }]')
    const staff = await findGroupByName(portico, 'staff')
    const bob = await account('bob')
    await addMember(portico, staff?.id ?? '', bob.id)
    const difference = await portico.apply('accounts: [{ username: bob, groups: [Readers, writers] }]')
    assert.deepEqual(await groupsOf(portico, bob.id), ['readers', 'writers'])
    assert.match(told(difference).join('\n'), /- staff\n {6}\+ writers/)
  })

  it('loses its proof when its address changes, unless the file vouches for the new one', async () => {
    await portico.apply('accounts: [{ username: bob, email: bob@example.org, emailVerified: true }]')
    await portico.apply('accounts: [{ username: bob, email: bob@example.com }]')
    assert.equal((await account('bob')).verifiedEmailKey, undefined)
    await portico.apply('accounts: [{ username: bob, email: bob@example.com, emailVerified: true }]')
    assert.equal((await account('bob')).verifiedEmailKey, 'bob@example.com')
  })

  it('cannot take an address that is proven to be somebody else’s', async () => {
    await createAccount(portico, { username: 'eve', email: 'bob@example.org', emailVerifiedBy: 'mail' })
    const problems = await problemsOf(
      portico.apply('accounts: [{ username: bob, email: Bob@example.org, emailVerified: true }]'),
    )
    assert.match(problems.join(), /accounts\[0\]\.email is already the verified address of eve/)
  })

  it('loses what it has open when the file shuts it', async () => {
    await portico.apply('accounts: [{ username: bob }]')
    const bob = await account('bob')
    const now = portico.clock.now()
    const session = { publicId: 'p', accountId: bob.id, createdAt: now, lastSeenAt: now, authTime: now, amr: [] }
    await portico.storage.add('sessions', { id: 's', ...session, expiresAt: now + 1000, endsAt: now + 1000 })
    await portico.apply('accounts: [{ username: bob, disabled: true }]')
    assert.equal(await portico.storage.count('sessions'), 0)
    assert.equal((await account('bob')).disabledAt, now)
  })

  it('does not come back from the dead under its name', async () => {
    await portico.apply(`${example}\n`)
    const bob = await createAccount(portico, { username: 'bob' })
    assert.ok(bob.ok)
    await deleteAccount(portico, bob.account.id)
    const { steps, warnings } = await portico.apply(
      example.replace('applications:', '  - { username: bob }\napplications:'),
    )
    assert.deepEqual(steps, [])
    assert.match(warnings.join(), /bob is passed over/)
  })

  it('cannot take administration from everybody', async () => {
    await portico.apply(example)
    for (const change of ['admin: false', 'disabled: true'])
      assert.match(
        (await problemsOf(portico.apply(`accounts: [{ username: alice, ${change} }]`))).join(),
        /nobody who administers/,
      )
    await portico.apply('accounts: [{ username: alice, admin: false }, { username: bob, admin: true }]')
    assert.equal((await account('alice')).administrator, false)
  })

  it('keeps the administrator the plan counted on, whoever else is busy', async () => {
    await portico.apply('accounts: [{ username: alice, admin: true }]')
    const carol = await createAccount(portico, { username: 'carol', administrator: true })
    assert.ok(carol.ok)
    const { id } = carol.account
    const work = [
      problemsOf(portico.apply('accounts: [{ username: alice, admin: false }]')),
      disableAccount(portico, id),
      changeAccount(portico, id, { administrator: false }),
    ]
    await Promise.all(work)
    assert.equal(await portico.storage.count('accounts', { administrator: true, disabledAt: undefined }), 1)
  })

  it('is named once', async () => {
    assert.match(
      (await problemsOf(portico.apply('accounts: [{ username: bob }, { username: Bob }]'))).join(),
      /names before/,
    )
  })
})

describe('an application of the file', () => {
  it('takes its secret from the environment, a file or a hash', async () => {
    const sha256 = `sha256:${'0'.repeat(64)}`
    await portico.apply(
      `applications: [{ slug: a, clientSecretEnv: A }, { slug: b, clientSecretFile: b }, { slug: c, clientSecretHash: '${sha256}' }]`,
      { environment: { A: 'secretOfApplicationA' }, files: { b: 'secretOfApplicationB\n' } },
    )
    assert.ok(await secretIs('a', 'secretOfApplicationA'))
    assert.ok(await secretIs('b', 'secretOfApplicationB'))
    assert.equal((await application('c')).secrets[0]?.hash, sha256)
  })

  it('has the file’s secret and no other', async () => {
    await portico.apply(example)
    await portico.apply(example.replace('s3cretS3cretS3cretS3cret', 'another5ecretForTheNotes'))
    assert.ok(await secretIs('notes', 'another5ecretForTheNotes'))
    assert.ok(!(await secretIs('notes', 's3cretS3cretS3cretS3cret')))
  })

  it('needs a secret unless it is public', async () => {
    assert.match(
      (await problemsOf(portico.apply('applications: [{ slug: a }]'))).join(),
      /applications\[0\] has no secret/,
    )
    await portico.apply('applications: [{ slug: a, public: true, redirectUris: ["http://127.0.0.1/cb"] }]')
    assert.deepEqual([(await application('a')).confidential, (await application('a')).pkce], [false, 'required'])
  })

  it('keeps to the rules that the console has too', async () => {
    const withField = (field: string) =>
      problemsOf(portico.apply(`applications: [{ slug: a, clientSecret: s3cretS3cretS3cret, ${field} }]`)).then(String)
    assert.match(await withField('accessTokenLifetime: 30d'), /accessTokenLifetime is too short or too long a time/)
    assert.match(await withField('clientId: "a:b"'), /clientId has one of : % \+/)
    assert.match(
      await problemsOf(portico.apply('applications: [{ slug: token, public: true }]')).then(String),
      /of Portico itself/,
    )
    const open = 'applications: [{ slug: a, public: true, consent: implicit, redirectUris: ["http://127.0.0.1/cb"] }]'
    assert.match(await problemsOf(portico.apply(open)).then(String), /consent cannot be implicit/)
  })

  it('keeps what the file does not say of it', async () => {
    await portico.apply(example)
    await portico.apply('accounts: [{ username: alice }]\napplications: [{ slug: notes, name: Better notes }]')
    const notes = await application('notes')
    assert.deepEqual([notes.name, notes.consent, notes.redirectUris.length], ['Better notes', 'implicit', 1])
    assert.ok(await secretIs('notes', 's3cretS3cretS3cretS3cret'))
  })

  it('lets in the groups the file says', async () => {
    await portico.apply(
      'groups: [{ name: staff, description: Us }]\napplications: [{ slug: a, clientSecret: s3cretS3cretS3cret, accessGroups: [Staff, guests] }]',
    )
    const ids = [(await findGroupByName(portico, 'staff'))?.id, (await findGroupByName(portico, 'guests'))?.id]
    assert.deepEqual((await application('a')).accessRules, membersOf(ids.filter((id) => id !== undefined)))
    assert.equal((await findGroupByName(portico, 'staff'))?.description, 'Us')
  })

  it('is taken as the operator wants it, with warnings', async () => {
    const { warnings } = await portico.apply(
      'applications: [{ slug: a, clientSecret: short, redirectUris: ["http://notes.lan/cb"] }, { slug: b, clientSecret: s3cretS3cretS3cret }]',
    )
    assert.deepEqual(
      warnings.map((warning) => warning.replace(/^portico\.yaml:1:\d+ /, '')),
      [
        'applications[0] the secret of a has fewer than 16 characters and can be guessed',
        'applications[0].redirectUris[0] http://notes.lan/cb has no TLS: codes travel to it in the open',
        'applications[1] nobody can sign in to b: it has no redirectUris',
      ],
    )
    assert.doesNotMatch(warnings.join(), /short/)
  })
})

describe('settings of the file', () => {
  const setting = async (id: string) => (await portico.storage.find('settings', id))?.value

  it('are kept field by field', async () => {
    await portico.storage.put('settings', { id: 'branding', value: { accent: '#123456' } })
    await portico.apply('branding: { name: Example }\noutbound: { allow: ["idp.lan:8443"] }')
    assert.deepEqual(await setting('branding'), { accent: '#123456', name: 'Example' })
    assert.deepEqual(await setting('outbound'), { allow: ['idp.lan:8443'] })
    await portico.apply('branding: { name: Example }')
    assert.deepEqual(await setting('outbound'), { allow: ['idp.lan:8443'] })
    assert.deepEqual((await portico.plan('branding: { name: Example }')).steps, [])
  })
})

describe('what the file manages', () => {
  it('is noted field by field, in the words of the console', async () => {
    await portico.apply(`${example}groups: [{ name: staff, description: Us }]\nbranding: { name: Example }`)
    const alice = await account('alice')
    const notes = await application('notes')
    const staff = await findGroupByName(portico, 'staff')
    assert.ok(staff)
    assert.deepEqual(await managedFields(portico, 'accounts', alice), [
      ...['administrator', 'email', 'emailVerified', 'groupIds', 'name', 'username'],
    ])
    assert.deepEqual(await managedFields(portico, 'applications', notes), [
      ...['clientId', 'consent', 'name', 'recipe', 'redirectUris', 'slug', 'clientSecret'],
    ])
    assert.deepEqual(await managedFields(portico, 'groups', staff), ['description', 'name'])
  })

  it('is noted anew when the file names other fields, though nothing else changes', async () => {
    await portico.apply('accounts: [{ username: bob, name: bob }]')
    assert.deepEqual((await portico.apply('accounts: [{ username: bob }]')).steps, [])
    assert.deepEqual(await managedFields(portico, 'accounts', await account('bob')), ['username'])
    assert.deepEqual((await portico.plan('accounts: [{ username: bob }]')).notes, [])
  })
})
