import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { days } from '../../../src/lib/clock.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { openStorage } from '../../../src/storage/open-storage.ts'
import { withFediverse } from '../../support/fediverse/fediverse.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { lemmy } from '../../support/fediverse/without-a-way-in.ts'
import { createShell } from './support.ts'

const people = `
accounts:
  - { username: alice, email: alice@example.org, emailVerified: true, password: correct horse battery staple, admin: true }
`
const link = /^http:\/\/localhost:8080\/reset\/plk_[A-Za-z0-9]{43}$/

describe('the command line', () => {
  it('explains itself', async () => {
    const { portico } = createShell()
    const help = await portico('--help')
    assert.equal(help.code, 0)
    for (const command of ['serve', 'apply', 'doctor', 'backup', 'restore', 'accounts', 'app', 'keys'])
      assert.match(help.out, new RegExp(`^ {2}${command}\\b`, 'm'))
    assert.deepEqual(await portico('--version'), { code: 0, out: '1.2.3', err: '' })
    assert.match((await portico('accounts reset --help')).out, /one-time link/)
  })

  it('ends with 2 when it is not understood, having touched nothing', async () => {
    const { portico, folder } = createShell()
    for (const line of [
      'nonsense',
      'accounts',
      'accounts reset',
      'accounts rset alice',
      'apply --dryrun',
      'keys rotate HS256',
      'serve now',
    ])
      assert.equal((await portico(line)).code, 2, line)
    assert.match((await portico('accounts rset alice')).err, /Did you mean reset\?/)
    assert.ok(!existsSync(join(folder, 'data')))
  })

  it('tells everything that is wrong with the settings and does nothing', async () => {
    const { portico, folder } = createShell({ '.env': 'PORTICO_URL=http://id.example.org/\nnonsense\n' })
    const { code, err } = await portico('accounts list', { PORTICO_LISTEN: 'x' })
    assert.equal(code, 1)
    assert.match(err, /^\.env, line 2: expected NAME=value\nPORTICO_URL: .*\nPORTICO_LISTEN: /)
    assert.ok(!existsSync(join(folder, 'data')))
  })

  it('takes .env into account, and the environment before it', async () => {
    const { portico, folder } = createShell({ '.env': 'PORTICO_DATA=one\nPORTICO_LISTEN=9000' })
    await portico('accounts list', { PORTICO_DATA: 'two' })
    assert.ok(existsSync(join(folder, 'two')) && !existsSync(join(folder, 'one')))
  })
})

describe('portico apply', () => {
  it('prints what it would do, does it, and then has nothing to do', async () => {
    const { portico } = createShell({ 'portico.yaml': people })
    const dry = await portico('apply --dry-run')
    assert.match(dry.out, /^\+ account alice$/m)
    assert.match(dry.err, /Nothing was changed/)
    assert.doesNotMatch((await portico('accounts list')).out, /alice/)
    assert.match((await portico('apply')).out, /^\+ account alice$/m)
    assert.match((await portico('accounts list')).out, /^alice .*administrator, in the configuration file$/m)
    assert.equal((await portico('apply')).out, 'Everything is as the file says.')
  })

  it('refuses a file with problems and says where they are', async () => {
    const { portico } = createShell({ 'portico.yaml': 'accounts: [{ usrname: alice }]' })
    const { code, out, err } = await portico('apply')
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /^portico\.yaml:1:12 accounts\[0\]\.username is missing$/m)
    assert.match(err, /^portico\.yaml:1:\d+ accounts\[0\]\.usrname is not known\. Did you mean username\?$/m)
  })

  it('reads secrets that the file points to, beside it and in .env', async () => {
    const { portico, write } = createShell({
      '.env': 'NOTES_SECRET=s3cretS3cretS3cret',
      'b.txt': 's3cretS3cretS3cret\n',
    })
    write(
      'portico.yaml',
      'applications: [{ slug: a, clientSecretEnv: NOTES_SECRET }, { slug: b, clientSecretFile: b.txt }]',
    )
    assert.equal((await portico('apply')).code, 0)
    assert.match((await portico('app list')).out, /^a .*\nb /m)
  })

  it('says when there is no file', async () => {
    const { code, err } = await createShell().portico('apply')
    assert.equal(code, 1)
    assert.match(err, /There is no portico\.yaml here/)
  })
})

describe('portico accounts', () => {
  it('resets a lost administrator with a link alone on the standard output', async () => {
    const { portico } = createShell({ 'portico.yaml': people })
    await portico('apply')
    for (const name of ['alice', 'ALICE', 'alice@example.org']) {
      const { code, out, err } = await portico(`accounts reset ${name}`)
      assert.equal(code, 0)
      assert.match(out, link)
      assert.match(err, /alice chooses a new password/)
    }
  })

  it('resets nobody who is not there', async () => {
    const { code, out, err } = await createShell().portico('accounts reset nobody')
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /There is no account nobody/)
  })

  it('does not let a link around being disabled, and enables on request', async () => {
    const { portico, write } = createShell()
    write('portico.yaml', 'accounts: [{ username: bob, disabled: true }]')
    await portico('apply')
    const refused = await portico('accounts reset bob')
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.match(refused.err, /portico accounts enable bob/)
    assert.equal((await portico('accounts enable bob')).code, 0)
    assert.equal((await portico('accounts reset bob')).code, 0)
  })

  it('makes an account with its groups, and a link for its password', async () => {
    const { run, portico } = createShell()
    const made = await run([
      'accounts',
      'create',
      'bob',
      '--name',
      'Bob Example',
      '--admin',
      '--group',
      'staff',
      'readers',
    ])
    assert.equal(made.code, 0)
    assert.match(made.out, link)
    assert.match((await portico('accounts list')).out, /^bob +Bob Example +administrator$/m)
    const again = await portico('accounts create Bob')
    assert.deepEqual([again.code, again.out], [1, ''])
    assert.match(again.err, /The username is in use/)
  })

  it('lists only what was searched for, and nothing that moves the cursor', async () => {
    const { run, portico } = createShell()
    await run(['accounts', 'create', 'bob', '--name', 'Bob \u202E Example'])
    await portico('accounts create eve')
    const { out } = await portico('accounts list --search bob')
    assert.doesNotMatch(out, /eve/)
    assert.doesNotMatch(out, /\u202E/)
  })
})

describe('portico keys', () => {
  it('publishes a new key before it signs', async () => {
    const { portico } = createShell()
    const rotated = await portico('keys rotate ES256')
    assert.equal(rotated.code, 0)
    const [kid = ''] = rotated.out.split(' ')
    assert.match((await portico('keys list')).out, new RegExp(`^${kid} +ES256 +published `, 'm'))
  })
})

describe('portico backup and restore', () => {
  it('bring an installation to another folder, with the key and not without it', async () => {
    const { portico, folder } = createShell({ 'portico.yaml': people })
    await portico('apply')
    const file = join(folder, 'backup.sqlite')
    assert.match((await portico(`backup ${file}`)).err, /of no use without the file `secret`/)

    const other = createShell()
    const restored = await other.portico(`restore ${file}`)
    assert.deepEqual([restored.code, /key file .* is not there/.test(restored.err)], [0, true])
    const without = await other.portico('accounts list')
    assert.equal(without.code, 1)
    assert.match(without.err, /key file .* is not there, but the database holds what was sealed with it/)
    assert.ok(!existsSync(join(other.folder, 'data', 'secret')))
    const secret = readFileSync(join(folder, 'data', 'secret'), 'utf8').trim()
    assert.match((await other.portico('accounts list', { PORTICO_SECRET: secret })).out, /^alice /m)
  })

  it('overwrite nothing', async () => {
    const { portico, folder } = createShell()
    await portico('accounts list')
    const file = join(folder, 'backup.sqlite')
    await portico(`backup ${file}`)
    for (const line of [`backup ${file}`, `restore ${file}`]) {
      const { code, err } = await portico(line)
      assert.equal(code, 1)
      assert.match(err, /there is a file already, and it is left alone/)
    }
  })
})

describe('portico doctor', () => {
  it('says what is wrong, and that it is wrong by its exit code', async () => {
    const { portico, write } = createShell()
    const closed = { PORTICO_URL: 'http://127.0.0.1:1' }
    const alone = await portico('doctor', closed)
    assert.equal(alone.code, 1)
    assert.match(alone.out, /^WRONG {2}people: Nobody administers/m)
    assert.match(alone.out, /^note {3}outside: http:\/\/127\.0\.0\.1:1 could not be reached \(connection\)/m)
    write('portico.yaml', people)
    assert.match((await portico('doctor', closed)).out, /^note {3}portico\.yaml: One thing is not as the file says/m)
    await portico('apply')
    const managed = await portico('doctor', closed)
    assert.equal(managed.code, 0)
    assert.match(managed.out, /^ok {5}people: 1 of them administers\.$/m)
    assert.match(managed.out, /^ok {5}portico\.yaml: Everything is as the file says\.$/m)
  })

  it('warns of what keeps people of the fediverse out, and of ways beyond the public Internet', async () => {
    const { portico, write } = createShell()
    const inside = { PORTICO_URL: 'http://127.0.0.1:1' }
    const applications =
      'applications: [{ slug: notes, name: Notes, public: true, redirectUris: [https://notes.town.org/cb], missingEmail: placeholder }]'
    write(
      'portico.yaml',
      `sources: [{ id: fediverse, kind: fediverse }]\noutbound: { allow: ['social.inside:8443'] }\n${applications}`,
    )
    const applied = await portico('apply')
    assert.equal(applied.code, 0, applied.err)
    const { out } = await portico('doctor', inside)
    assert.match(
      out,
      /^note {3}applications: Notes wants placeholder addresses, and the fediverse has no placeholderEmailDomain/m,
    )
    assert.match(
      out,
      /^note {3}fediverse: http:\/\/127\.0\.0\.1:1 is not a public https address: nobody can come from Misskey/m,
    )
    assert.match(out, /^note {3}settings: .*not public: social\.inside:8443/m)
    const open = { ...inside, PORTICO_UNSAFE_OUTBOUND_ALLOW: 'http://127.0.0.1:9' }
    assert.match(
      (await portico('doctor', open)).out,
      /^note {3}settings: .*not public: http:\/\/127\.0\.0\.1:9, social\.inside:8443/m,
    )
  })

  it('looks at the public address as applications do', async (t) => {
    let answer = '{"issuer":"https://other.example.org"}'
    const server = createServer((_, response) => void response.end(answer)).listen(0, '127.0.0.1')
    t.after(() => server.close())
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const { portico } = createShell()
    assert.match(
      (await portico('doctor', { PORTICO_URL: url })).out,
      /^WRONG {2}outside: .*its issuer is https:\/\/other\.example\.org\.$/m,
    )
    answer = JSON.stringify({ issuer: url })
    assert.match((await portico('doctor', { PORTICO_URL: url })).out, /^ok {5}outside: .* answers as it should\.$/m)
    answer = 'nonsense'
    assert.match((await portico('doctor', { PORTICO_URL: url })).out, /^WRONG {2}outside: .*its issuer is missing\.$/m)
  })
})

describe('a line of the audit log', () => {
  it('is kept for as long as the installation says, also when the command line wrote it', async () => {
    const { folder, portico } = createShell({ 'portico.yaml': `policy: { eventsKeptFor: 365d }\n${people}` })
    assert.equal((await portico('apply')).code, 0)
    assert.equal((await portico('accounts create bob')).code, 0)
    const storage = await openStorage({ sqliteFile: join(folder, 'data', 'portico.sqlite') }, silentLog)
    const lines = await storage.list('events')
    await storage.close()
    const kept = new Map(lines.map(({ kind, at, expiresAt }) => [kind, (expiresAt - at) / days(1)]))
    assert.deepEqual([kept.get('configuration.applied'), kept.get('account.created')], [365, 365])
  })
})

describe('portico doctor fediverse', () => {
  it('walks the way of a sign-in, and says where it ends', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.5'), links: lemmy() })
    const { home, links } = servers
    const { portico } = createShell({ 'portico.yaml': 'sources: [{ id: fediverse, kind: fediverse }]' })
    await portico('apply')
    const environment = { PORTICO_UNSAFE_OUTBOUND_ALLOW: allow.join() }
    const walked = await portico(`doctor fediverse @alice@${home.domain}`, environment)
    assert.equal(walked.code, 0)
    assert.match(walked.out, /^ok {5}Software: NodeInfo: mastodon 4\.5\.1\.$/m)
    assert.match(walked.out, /^ok {5}Registration: It does not know us yet\./m)
    assert.match(walked.out, /^ok {5}People from there can sign in here\.$/m)
    assert.ok(!home.seen.some(({ method }) => method === 'POST'))
    const registered = await portico(`doctor fediverse ${home.domain} --register`, environment)
    assert.match(registered.out, /^ok {5}Registration: It knows us now\.$/m)
    const ended = await portico(`doctor fediverse ${links.domain}`, environment)
    assert.equal(ended.code, 1)
    assert.match(ended.out, /^WRONG {2}How it is spoken to: lemmy has no way to sign in elsewhere\.$/m)
    assert.equal((await portico('doctor fediverse')).code, 2)
  })
})

describe('portico invitations', () => {
  it('prints a link that is shown once, lists it, and ends it', async () => {
    const { portico } = createShell({ 'portico.yaml': 'signUp: { mode: invitation }' })
    await portico('apply')
    const made = await portico('invitations create --note friends --group staff --uses 3 --days 2')
    assert.match(made.out, /^http:\/\/localhost:8080\/invite\/plk_[A-Za-z0-9]{43}$/)
    assert.equal(made.err, 'Good for 3 people and 2 days.')
    const listed = (await portico('invitations list')).out
    assert.match(listed, /friends +staff +0 of 3/)
    const [, id = ''] = /^(\w{22}) /m.exec(listed) ?? []
    assert.equal((await portico(`invitations revoke ${id}`)).code, 0)
    assert.doesNotMatch((await portico('invitations list')).out, /friends/)
    assert.equal((await portico(`invitations revoke ${id}`)).code, 1)
  })

  it('says when the link lets nobody in yet', async () => {
    const { portico } = createShell()
    assert.match((await portico('invitations create')).err, /lets nobody in yet: sign-up is closed/)
  })

  it('says what is wrong with what was asked for', async () => {
    const { portico } = createShell()
    const { code, err } = await portico('invitations create --uses many')
    assert.deepEqual([code, err], [1, 'Uses and days are whole numbers, such as 10.'])
  })
})
