import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount } from '../../../src/accounts/create.ts'
import { deleteAccount } from '../../../src/accounts/disable.ts'
import { createGroup } from '../../../src/accounts/groups.ts'
import { keptOf } from '../../../src/accounts/identities/identity.ts'
import { letChangeUsername } from '../../../src/accounts/own-username.ts'
import { dropUnused, keeping, picturePath } from '../../../src/accounts/pictures/keep.ts'
import { changePolicy } from '../../../src/admin/operations/settings.ts'
import { findBySlug, subjectModes } from '../../../src/applications/application.ts'
import { changeApplication } from '../../../src/applications/change-application.ts'
import { createApplication } from '../../../src/applications/create-application.ts'
import { introducing } from '../../../src/applications/known-as/introduce.ts'
import { rotateSecret } from '../../../src/applications/rotate-secret.ts'
import { days } from '../../../src/lib/clock.ts'
import type { Installation } from '../apply/support.ts'

/** What people and administrators do with an installation, one thing after the other. Things that cannot be done are refused, as ever. */
export type Deed = (world: Installation) => Promise<unknown>

const hash = '$2b$04$bkMH0exw712WpCQOREzJJeO1rjsKbA8KxGrH3kcoDJhDIB7IAYOo.'
const person = fc.constantFrom('ada', 'bea', 'cia', 'dora')
const place = fc.constantFrom('notes', 'films')
const group = fc.constantFrom('Readers', 'writers of the night')

const png = (text: string) => {
  const bytes = Uint8Array.from(
    Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(text)]),
  )
  return { id: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', bytes } as const
}

const accountOf = (world: Installation, usernameKey: string) => world.storage.find('accounts', { usernameKey })

const groupIds = async (world: Installation) => (await world.storage.list('groups')).map(({ id }) => id)

const kept = async (world: Installation, text: string): Promise<string> => {
  const picture = png(text)
  await world.storage.atomically([keeping(world, picture)])
  return picturePath(picture)
}

export const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ name: group }).map(
    ({ name }): Deed =>
      (world) =>
        createGroup(world, { name, description: `of ${name}` }),
  ),
  fc
    .record({
      username: person,
      email: fc.constantFrom(undefined, 'one@example.org', 'two@example.org'),
      proven: fc.boolean(),
      others: fc.boolean(),
      hashed: fc.boolean(),
      administrator: fc.boolean(),
      came: fc.constantFrom(undefined, 'source' as const, 'invitation' as const),
      awaits: fc.boolean(),
      made: fc.boolean(),
      joins: fc.boolean(),
      locale: fc.constantFrom(undefined, 'de'),
    })
    .map(
      (one): Deed =>
        async (world) =>
          createAccount(world, {
            ...{ username: one.username, name: `${one.username} of here`, email: one.email, locale: one.locale },
            ...{
              administrator: one.administrator,
              cameBy: one.came,
              awaitsApproval: one.awaits,
              usernameMadeUp: one.made,
            },
            ...(one.proven ? { emailVerifiedBy: 'mail' as const } : {}),
            emailFromOthers: one.others || one.proven,
            passwordHash: one.hashed ? hash : undefined,
            groupIds: one.joins ? await groupIds(world) : [],
          }),
    ),
  fc.record({ from: person, to: person }).map(
    ({ from, to }): Deed =>
      async (world) => {
        const account = await accountOf(world, from)
        return account && changeAccount(world, account.id, { username: to })
      },
  ),
  person.map(
    (who): Deed =>
      async (world) => {
        const account = await accountOf(world, who)
        return account && deleteAccount(world, account.id)
      },
  ),
  person.map(
    (who): Deed =>
      async (world) => {
        const account = await accountOf(world, who)
        if (account === undefined) return
        await changeAccount(world, account.id, { avatar: await kept(world, who) })
        await dropUnused(world, account.avatar)
      },
  ),
  fc.record({ name: place, secret: fc.boolean(), mode: fc.constantFrom(...subjectModes), granted: fc.boolean() }).map(
    ({ name, secret, mode, granted }): Deed =>
      async (world) => {
        const ids = await groupIds(world)
        const icon = granted ? await kept(world, name) : ''
        await createApplication(world, {
          ...{ name, confidential: secret, subjectMode: mode, description: `About ${name}`, pkce: 'required' },
          redirectUris: ['https://app.example/callback', { match: 'regex', uri: 'https://b\\.example/[a-z]+' }],
          ...{ answers: { host: 'app.example' }, alsoFor: ['another'], icon },
          accessRules: {
            match: 'any',
            rules: ids.map((value) => ({ kind: 'group', value, negate: granted, enabled: true })),
          },
          roles: ids.slice(0, 1).map((id) => ({ value: 'admin', groups: [id] })),
          claimMappings: [{ scope: 'profile', expression: '{"level": 3}' }],
        })
        await dropUnused(world, icon)
      },
  ),
  fc.record({ slug: place, mode: fc.constantFrom(...subjectModes) }).map(
    ({ slug, mode }): Deed =>
      async (world) => {
        const found = await findBySlug(world, slug)
        return found && changeApplication(world, found.id, { subjectMode: mode, unsafeOtherSubjects: true })
      },
  ),
  place.map(
    (slug): Deed =>
      async (world) => {
        const found = await findBySlug(world, slug)
        return found && rotateSecret(world, found.id, { overlap: days(1) })
      },
  ),
  fc.record({ slug: place, who: person }).map(
    ({ slug, who }): Deed =>
      async (world) => {
        const [application, account] = [await findBySlug(world, slug), await accountOf(world, who)]
        if (application === undefined || account === undefined) return undefined
        return introducing(world, application, account, (_, changes) => world.storage.atomically(changes))
      },
  ),
  fc.record({ who: person, gives: fc.boolean(), admin: fc.boolean() }).map(
    ({ who, gives, admin }): Deed =>
      async (world) => {
        const account = await accountOf(world, who)
        const subject = `https://social.example/users/${who}`
        if (account === undefined || (await world.storage.count('identities', { subject })) > 0) return undefined
        const identity = {
          ...{ sourceId: 'fediverse', subject, host: 'social.example', assurance: { acr: '', amr: [] } },
          profile: { username: who, name: who, acct: `${who}@social.example` },
          anchors: { localId: '17', createdAt: '2020-01-01', software: 'mastodon' },
        }
        const given = gives ? { given: { administrator: admin, groupIds: await groupIds(world) } } : {}
        return world.storage.add('identities', { ...keptOf(world, identity, account.id), ...given })
      },
  ),
  fc.boolean().map(
    (may): Deed =>
      (world) =>
        letChangeUsername(world, may),
  ),
  fc.constant<Deed>((world) =>
    changePolicy(world, { sessionIdle: days(2), sessionAbsolute: days(20), eventsKeptFor: days(30) }, {}),
  ),
  fc.constant<Deed>(async (world) =>
    world.storage.put('settings', {
      id: 'branding',
      value: { name: 'Here', accent: '#123456', logo: await kept(world, 'logo') },
    }),
  ),
)
