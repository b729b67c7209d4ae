import type { Account } from '../../src/accounts/account.ts'
import { createAccount } from '../../src/accounts/create.ts'
import { createGroup } from '../../src/accounts/groups.ts'
import type { Application } from '../../src/applications/application.ts'
import { createApplication } from '../../src/applications/create-application.ts'
import { event } from '../../src/events/event.ts'
import { days, minutes, type Time } from '../../src/lib/clock.ts'
import { silentLog } from '../../src/lib/log.ts'
import { defaultFediverse, fediverseId, settingFediverse } from '../../src/sources/settings.ts'
import { closeWorld, openWorld } from '../../src/start/open-world.ts'
import { readConfig } from '../../src/start/read-config.ts'
import { keepArrival } from '../../src/web/arrival/arrival.ts'

export const alice = { username: 'alice', name: 'Alice Example', password: 'correct horse battery staple' }

const others = [
  ['bob', 'Bob Example'],
  ['carol', 'Carol Example'],
  ['dave', 'Dave Example'],
  ['erin', 'Erin Example'],
  ['frank', 'Frank Example'],
  ['grace', 'Grace Example'],
] as const

/** A shape on a colour, as an icon that is nobody's. */
const icon = (colour: string, shape: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="10" fill="${colour}"/><g fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round">${shape}</g></svg>`,
  ).toString('base64')}`

export const social = 'Example Social'
const applications = [
  {
    name: social,
    host: 'social',
    group: 'Together',
    description: 'The town’s own corner of the fediverse',
    icon: icon('#5b4bc4', '<path d="M12 31V16h24v15H24l-7 6v-6z"/>'),
  },
  {
    name: 'Photographs',
    host: 'photos',
    group: 'Together',
    description: 'What we saw, by year',
    icon: icon('#1f7a5c', '<path d="M10 36l10-14 7 9 4-5 7 10zM32 16h.1"/>'),
  },
  {
    name: 'Notes',
    host: 'notes',
    group: 'At work',
    description: 'Minutes, plans, lists',
    icon: icon('#b3571b', '<path d="M14 12h20v24H14zM19 19h10M19 25h10"/>'),
  },
  {
    name: 'Forge',
    host: 'code',
    group: 'At work',
    description: 'Code and what is wrong with it',
    icon: icon('#37474f', '<path d="M19 16l-8 8 8 8M29 16l8 8-8 8"/>'),
  },
  {
    name: 'Games',
    host: 'games',
    group: 'At home',
    description: 'A library of old consoles',
    icon: icon('#a3273f', '<path d="M12 29V19h24v10zM18 22v4M16 24h4M31 24h.1"/>'),
  },
] as const

/** Signed in that often on each of the last days, today last. */
const history = [5, 7, 6, 9, 4, 3, 8, 11, 9, 12, 8, 5, 13, 9]
const failures = [0, 1, 0, 2, 0, 0, 1, 3, 1, 0, 1, 0, 2, 1]

const needed = <T extends { readonly ok: boolean }>(outcome: T): Extract<T, { readonly ok: true }> => {
  if (!outcome.ok) throw new Error(`the sample is not as it should be: ${JSON.stringify(outcome)}`)
  return outcome as Extract<T, { readonly ok: true }>
}

/** The photographer's browser, which somebody from the fediverse has just come back to. */
export const browserId = 'photographer1234567890'

const traveller = {
  sourceId: fediverseId,
  subject: 'https://mastodon.example/users/robin',
  host: 'mastodon.example',
  profile: {
    ...{ username: 'robin', name: 'Robin Example', acct: 'robin@mastodon.example' },
    ...{ page: 'https://mastodon.example/@robin', software: 'mastodon' },
  },
  anchors: { localId: '1', software: 'mastodon' },
  assurance: { acr: 'urn:portico:acr:fediverse', amr: ['fed'] },
}

export interface Sample {
  readonly clientId: string
  /** Of the page that asks somebody from the fediverse whether it is them. */
  readonly arrival: string
}

/** Fills a data folder as that of an installation that some people have used for a while. */
export const fillDataFolder = async (environment: Readonly<Record<string, string>>): Promise<Sample> => {
  const { config } = readConfig(environment, environment['PORTICO_DATA'] ?? '')
  const world = await openWorld(config, silentLog)
  try {
    const now = world.clock.now()
    const at = (time: Time) => ({ ...world, clock: { now: () => time } })
    const begun = at(now - days(30))
    const { group } = needed(await createGroup(begun, { name: 'members' }))
    const people: Account[] = []
    for (const [username, name] of [[alice.username, alice.name], ...others] as const) {
      const isAlice = username === alice.username
      const input = {
        username,
        name,
        email: `${username}@example.org`,
        emailVerifiedBy: 'mail' as const,
        administrator: isAlice || username === 'bo',
        groupIds: [group.id],
        passwordHash: isAlice ? await world.hasher.hash(alice.password) : undefined,
      }
      people.push(needed(await createAccount(begun, input)).account)
    }
    const made: Application[] = []
    for (const { host, ...about } of applications) {
      const address = `https://${host}.example.org`
      const input = { ...about, launchUrl: address, redirectUris: [`${address}/callback`] }
      made.push(needed(await createApplication(begun, input)).application)
    }

    for (const [nthDay, count] of history.entries()) {
      const day = now - days(history.length - 1 - nthDay)
      for (let nth = 0; nth < count; nth++) {
        const then = at(day - minutes(17 * (count - nth)))
        const person = { accountId: people[(nthDay + nth * 3) % people.length]?.id, address: '198.51.100.20' }
        const application = { applicationId: made[(nthDay * 2 + nth) % made.length]?.id }
        const failed = nth < (failures[nthDay] ?? 0)
        await world.storage.atomically([
          ...(failed ? [event(then, 'signin.failed', { ...person, outcome: 'refused' })] : []),
          event(then, 'signin.succeeded', person),
          event(then, 'authorization.answered', { ...person, ...application }),
        ])
      }
    }
    const settings = { ...defaultFediverse, firstSignIn: 'everyone' } as const
    await world.storage.atomically([settingFediverse(world, undefined, { on: true, settings })])
    const arrival = await keepArrival(world, browserId, { identity: traveller, errand: {} })
    return { clientId: made[0]?.clientId ?? '', arrival }
  } finally {
    await closeWorld(world)
  }
}
