import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { mayChangeUsername } from '../../../src/accounts/own-username.ts'
import { changePolicy, getPolicy } from '../../../src/admin/operations/settings.ts'
import { allowUsernameChange } from '../../../src/admin/operations/usernames.ts'
import { days } from '../../../src/lib/clock.ts'
import { createInstallation, problemsOf } from './support.ts'

const id = 'AAAAAAAAAAAAAAAAAAAAAA'
const png = '\x89PNG\r\n\x1a\nand so on'

describe('a configuration file that says who is gone', () => {
  it('keeps their name from everybody else, for ever', async () => {
    const installation = createInstallation()
    await installation.apply(
      `departed: [{ id: ${id}, username: gone }, { id: ${id}, username: before, renamed: true }]`,
    )
    for (const username of ['gone', 'Before']) {
      assert.deepEqual(await createAccount(installation, { username }), {
        ok: false,
        problems: [{ field: 'username', code: 'taken' }],
      })
    }
  })

  it('is refused where somebody who is here has the name or the id', async () => {
    const installation = createInstallation()
    await installation.apply(`accounts: [{ username: ada, id: ${id} }]`)
    const wrong = (text: string) => problemsOf(installation.plan(text))
    assert.match(
      (await wrong(`departed: [{ id: BBBBBBBBBBBBBBBBBBBBBB, username: ADA }]`)).join(),
      /somebody who is here/,
    )
    assert.match((await wrong(`departed: [{ id: ${id}, username: old }]`)).join(), /somebody’s who is here/)
    assert.deepEqual(await wrong(`departed: [{ id: ${id}, username: ada, renamed: true }]`), [], 'who went back to it')
    const known = `departed: [{ id: ${id}, username: old, renamed: true, knownAs: [{ application: no, handle: x }] }]`
    assert.match((await wrong(known)).join(), /is no application: no/)
  })
})

describe('a configuration file that brings pictures along', () => {
  it('keeps them at the address that they have everywhere, and once', async () => {
    const installation = createInstallation()
    const text = 'pictures: [{ file: a.png }, { file: b.png }]'
    await installation.apply(text, { files: { 'a.png': png, 'b.png': png } })
    const [kept, ...others] = await installation.storage.list('avatars')
    assert.equal(kept?.id, createHash('sha256').update(Buffer.from(png, 'latin1')).digest('hex'))
    assert.deepEqual(others, [])
    const again = await installation.plan(text, { files: { 'a.png': png, 'b.png': png } })
    assert.deepEqual(again.steps, [])
  })

  it('takes nothing else for one, and says what is not there', async () => {
    const wrong = (files: Readonly<Record<string, string>>) =>
      problemsOf(createInstallation().plan('pictures: [{ file: a.png }]', { files }))
    assert.match((await wrong({})).join(), /a\.png cannot be read/)
    for (const other of ['<svg onload="alert(1)"/>', `${png}${'x'.repeat(1024 * 1024)}`]) {
      assert.match((await wrong({ 'a.png': other })).join(), /is no PNG of at most 1 MB/)
    }
  })
})

describe('a configuration file that says how long things last', () => {
  it('is what holds, and the console leaves it alone', async () => {
    const installation = createInstallation()
    await installation.apply('policy: { sessionIdle: 2d, sessionAbsolute: 10d }\nusernames: { mayChange: true }')
    const policy = await getPolicy(installation)
    assert.deepEqual(policy, { sessionIdle: days(2), sessionAbsolute: days(10), eventsKeptFor: days(90) })
    const changed = await changePolicy(installation, { ...policy, sessionIdle: days(3) }, {})
    assert.deepEqual(changed, { ok: false, problems: [{ field: 'sessionIdle', code: 'managed' }] })
    assert.ok((await changePolicy(installation, { ...policy, eventsKeptFor: days(30) }, {})).ok)
    await allowUsernameChange(installation, { mayChange: false }, {})
    assert.equal(await mayChangeUsername(installation), true)
  })

  it('is refused where nothing could be so', async () => {
    for (const policy of [
      '{ sessionIdle: 20d, sessionAbsolute: 10d }',
      '{ sessionIdle: 1s }',
      '{ eventsKeptFor: 9000d }',
    ]) {
      assert.equal((await problemsOf(createInstallation().plan(`policy: ${policy}`))).length, 1, policy)
    }
  })
})
