import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { objectToEmail } from '../../src/accounts/emails/object.ts'
import { draftObjection } from '../../src/accounts/emails/way-back.ts'
import { days } from '../../src/lib/clock.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestMailer, type MailApp, withPostman } from '../support/mail-app.ts'
import { accountOf, chooseName, createOpenidApp, type OpenidApp, signInFrom, upstream } from '../support/openid-app.ts'

/** Somebody who has come from a provider whose addresses always count, and has `alice@example.org` by its word. */
const came = async (t: { after(work: () => unknown): void }): Promise<OpenidApp & MailApp> => {
  const mailer = createTestMailer()
  const app = withPostman(await createOpenidApp(t, upstream('take: { email: always }'), { mailer }), mailer)
  const browser = app.browser()
  await chooseName(browser, await signInFrom(app, browser))
  return app
}

const comesAgain = async (app: OpenidApp & MailApp, says: Record<string, unknown>) => {
  Object.assign(app.provider.people['alice'] ?? {}, says)
  await signInFrom(app, app.browser())
  return app.deliver()
}

const changes = async (app: OpenidApp): Promise<readonly Row<'events'>[]> =>
  (await app.world.storage.list('events')).filter(({ kind }) => kind === 'email.changed')

describe('an address that a provider changes', () => {
  it('is told to the old one, as any change is, and written down', async (t) => {
    const app = await came(t)
    const mails = await comesAgain(app, { email: 'new@example.org' })
    assert.equal((await accountOf(app, 'alice'))?.email, 'new@example.org')
    assert.deepEqual(
      mails.map(({ to }) => to.address),
      ['alice@example.org'],
    )
    assert.match(mails[0]?.subject ?? '', /e-mail address/i)
    assert.ok(mails[0]?.text.includes('new@example.org'))
    assert.deepEqual(
      (await changes(app)).map(({ data }) => data),
      [{ via: 'source' }],
    )
    assert.deepEqual(await comesAgain(app, {}), [])
  })

  it('can be objected to where it was, which leaves whoever linked a place of their own nothing', async (t) => {
    const mailer = createTestMailer()
    const app = withPostman(await createOpenidApp(t, upstream('take: { email: always }'), { mailer }), mailer)
    const account = await app.addAccount({ username: 'smith', createdAt: app.world.clock.now() - days(7) })
    const { id } = account
    const thief = await app.signedIn(account)
    await signInFrom(app, thief, { page: await thief.get('/account/identities') })
    assert.equal((await app.world.storage.find('accounts', id))?.verifiedEmailKey, 'alice@example.org')
    const said = (await app.deliver()).filter(({ to }) => to.address === 'smith@example.org').map(({ text }) => text)
    const [, secret = ''] = /\/objection\/(\S+)/.exec(said.join(' ')) ?? []
    assert.ok((await objectToEmail(app.world, secret, {})).ok, said.join(' '))
    assert.equal((await app.world.storage.find('accounts', id))?.verifiedEmailKey, 'smith@example.org')
    assert.equal(await app.world.storage.count('identities', { accountId: id }), 0)
  })

  it('leaves the way back that its person has of a change before that', async (t) => {
    const app = await came(t)
    const account = await accountOf(app, 'alice')
    assert.ok(account !== undefined)
    const { secret, changes } = draftObjection(app.world, account)
    await app.world.storage.atomically(changes)
    await comesAgain(app, { email: 'new@example.org' })
    assert.ok((await objectToEmail(app.world, secret, {})).ok)
    assert.equal((await accountOf(app, 'alice'))?.verifiedEmailKey, 'alice@example.org')
  })

  it('is told to nobody when only its proof is new', async (t) => {
    const app = await came(t)
    const account = await accountOf(app, 'alice')
    await app.world.storage.change('accounts', account?.id ?? '', ({ verifiedEmailKey: _, ...row }) => [row, []])
    assert.deepEqual(await comesAgain(app, {}), [])
    assert.equal((await accountOf(app, 'alice'))?.verifiedEmailKey, 'alice@example.org')
    assert.deepEqual(await changes(app), [])
  })
})
