import assert from 'node:assert/strict'
import { createAccount as newAccount } from '../../../src/accounts/create.ts'
import { startSession } from '../../../src/accounts/sessions/sessions.ts'
import { createInvitation as newInvitation } from '../../../src/accounts/sign-up/invitations.ts'
import { type AccountView, createAccount } from '../../../src/admin/operations/accounts.ts'
import { createApplication } from '../../../src/admin/operations/applications.ts'
import { createGroup } from '../../../src/admin/operations/groups.ts'
import { consentChanges } from '../../../src/applications/grants.ts'
import { record } from '../../../src/events/event.ts'
import { days } from '../../../src/lib/clock.ts'
import { routes } from '../../../src/routes.ts'
import { openidSettings } from '../../../src/sources/openid/settings.ts'
import { defaultFediverse, settingFediverse } from '../../../src/sources/settings.ts'
import type { Row } from '../../../src/storage/records.ts'
import { adding } from '../../../src/storage/storage.ts'
import { createTestApp, type TestApp, type TestAppOptions } from '../../support/app.ts'
import type { TestBrowser } from '../../support/browser-in-memory.ts'
import { createOperationsWorld } from '../admin/operations-world.ts'

export interface Console extends TestApp {
  readonly administrator: Row<'accounts'>
  /** The administrator's, who has signed in just now. */
  readonly tab: TestBrowser
  readonly operations: ReturnType<typeof createOperationsWorld>
}

export const createConsole = async (
  administrator: Partial<Row<'accounts'>> = {},
  options: TestAppOptions = {},
): Promise<Console> => {
  const app = createTestApp(options)
  const account = await app.addAccount({ username: 'boss', administrator: true, ...administrator })
  const operations = createOperationsWorld(app.world)
  return { ...app, operations, administrator: account, tab: await app.signedIn(account) }
}

export interface Filled {
  readonly application: { readonly id: string }
  readonly managed: { readonly id: string }
  readonly account: AccountView
  readonly group: { readonly id: string }
  readonly event: { readonly id: string }
  readonly invitation: { readonly id: string }
  readonly server: { readonly id: string }
  readonly source: { readonly id: string }
  /** Somebody who made themselves an account that nobody has approved yet. */
  readonly waiting: { readonly id: string }
  readonly recipe: { readonly id: string }
}

/** One of everything that a console can show, by these names. */
export const fill = async (
  { operations, world, administrator }: Console,
  names: { readonly name: string; readonly username: string },
): Promise<Filled> => {
  const { name, username } = names
  const by = { actorId: administrator.id }
  const group = await createGroup(operations, { name, description: name }, by)
  assert.ok(group.ok)
  const groupIds = [group.group.id]
  const person = { username, name, email: 'ann@example.org', emailVerified: true, groupIds }
  const account = await createAccount(operations, person, by)
  assert.ok(account.ok, JSON.stringify(account))
  const input = { name, description: name, redirectUris: ['https://198.51.100.1/1'], accessGroups: groupIds }
  const application = await createApplication(operations, { ...input, slug: '1', clientId: '1' }, by)
  const managed = await createApplication(operations, { ...input, slug: '2', clientId: '2' }, by)
  assert.ok(application.ok && managed.ok)
  const row = await world.storage.find('applications', managed.application.id)
  if (row !== undefined) await world.storage.put('applications', { ...row, managed: true })
  await startSession(world, { account: account.account, amr: ['pwd'], address: '192.0.2.7', userAgent: '1/2' })
  const consent = {
    application: application.application,
    account: account.account,
    scopes: ['openid'],
    held: undefined,
  }
  await world.storage.atomically(consentChanges(world, consent))
  await record(world, 'authorization.refused', {
    outcome: 'refused',
    applicationId: application.application.id,
    accountId: account.account.id,
    code: '237-942',
    address: '192.0.2.7',
    userAgent: '1/2',
    data: { error: 'redirect_uri_mismatch', sent: name },
  })
  const invited = await newInvitation(world, { note: name, uses: 2, ttl: days(7), groupIds }, by)
  const waiting = await newAccount(world, { username: '3', name, email: 'zoe@example.org', awaitsApproval: true })
  assert.ok(invited.ok && waiting.ok)
  const server = { id: 'f'.repeat(20) }
  const source = { id: 'upstream' }
  await fillFediverse(world, { id: server.id, name, accountId: account.account.id })
  await fillProvider(world, source.id, name)
  const [event] = await world.storage.list('events', { where: { code: '237-942' } })
  assert.ok(event !== undefined)
  return {
    application: application.application,
    managed: managed.application,
    account: account.account,
    group: group.group,
    event,
    invitation: invited.invitation,
    server,
    source,
    waiting: waiting.account,
    recipe: { id: 'mastodon' },
  }
}

/** The way in is open; somebody came from a server; and there are rules, one of them of the file. */
const fillFediverse = async (
  { storage, sealing }: Console['world'],
  { id, name, accountId }: { readonly id: string; readonly name: string; readonly accountId: string },
): Promise<void> => {
  const settings = { ...defaultFediverse, firstSignIn: 'servers', servers: ['198.51.100.2:1'] } as const
  const findings = { dialect: 'mastodon', title: name, handleDomain: '198.51.100.3:1' }
  const times = { createdAt: 0, foundAt: 0, lastSignInAt: 0, lastErrorAt: 0, notBefore: 4_000_000_000_000 }
  const rule = { about: 'domain', action: 'deny', reason: name, managed: false, createdAt: 0 } as const
  await storage.atomically([
    settingFediverse({ clock: { now: () => 0 } }, undefined, { on: true, settings }),
    adding('servers', {
      ...{ id, host: '198.51.100.2:1', software: '1', version: '2', findings, signIns: 3, lastErrorCode: 'broken' },
      ...times,
    }),
    adding('registrations', {
      ...{ id: `${id}:1`, serverId: id, redirectUri: 'https://198.51.100.1/1', scopes: '1', clientId: '2' },
      ...{
        registeredAt: 0,
        lastOkAt: 0,
        lastErrorCode: 'scopes',
        lastErrorAt: 0,
        sealedSecret: sealing.seal('1', '2'),
      },
    }),
    adding('identities', {
      ...{ id: 'i', sourceId: 'fediverse', subject: 'https://198.51.100.2:1/1', accountId, host: '198.51.100.2:1' },
      ...{ profile: { username: name, name, acct: name }, anchors: { localId: '1' }, createdAt: 0, lastUsedAt: 0 },
      disputed: { anchors: { localId: '2' }, profile: { username: name, name }, at: 0 },
    }),
    adding('instanceRules', { ...rule, id: 'domain:198.51.100.2:1', value: '198.51.100.2:1', list: name }),
    adding('instanceRules', { ...rule, id: 'domain:*', value: '*', list: undefined, managed: true }),
    adding('instanceRules', { ...rule, id: 'software:1', about: 'software', value: '1', list: undefined }),
  ])
}

/** People come from a provider as well. */
const fillProvider = ({ storage, sealing }: Console['world'], id: string, name: string): Promise<void> => {
  const details = openidSettings({ issuer: 'https://198.51.100.4', clientId: '1' })
  const times = { createdAt: 0, updatedAt: 0 }
  const sealedSecret = sealing.seal('1', '2')
  return storage.add('sources', {
    ...{ id, kind: 'openid', name, position: 2, details, sealedSecret, managed: false },
    ...times,
  })
}

/** Every page of the console that is read with GET, with the ids of what there is. */
export const consolePaths = (filled: Filled): readonly string[] => {
  const paths = routes.filter(({ who, method }) => who === 'administrator' && method === 'GET').map(({ path }) => path)
  return [
    // A name with an ending is a file to download, and no page.
    ...paths
      .filter((path) => !/\.\w+$/.test(path))
      .map((path) =>
        path.replace(
          /:(\w+)/,
          (_, name: keyof Filled) => (path.endsWith('/decline') ? filled.waiting : filled[name]).id,
        ),
      ),
    `/console/applications/${filled.managed.id}`,
    `/console/events?account=${filled.account.id}&outcome=refused`,
    '/console/applications?q=1',
    '/console/people?q=1',
  ]
}
