import { canonicalEmail } from '../../accounts/canonical.ts'
import { isKnownHash } from '../../accounts/passwords/known-hash.ts'
import type { Plain } from '../imported.ts'
import { usernameFrom } from '../names.ts'
import { present, type Reading } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

export interface ReadPerson {
  readonly username: string
  readonly account: Plain
  readonly groups: readonly string[]
  /** What Dex's `sub` is made of. */
  readonly userId: string | undefined
}

/** One of `staticPasswords`. In Dex people sign in with the address; here with that or the username. */
export const readPassword = (
  person: Reading,
  dex: DexReading,
  usernames: (wanted: string) => string,
): ReadPerson | undefined => {
  const { leave, warn } = dex
  const at = (name: string) => `${person.about}.${name}`
  const email = person.text('email')
  const preferred = person.text('preferredUsername')
  const called = person.text('username')
  const name = person.text('name')
  const userId = person.text('userID')
  const groups = person.texts('groups') ?? []
  const verified = person.flag('emailVerified') !== false
  const hash = readHash(person, dex)
  for (const other of person.rest()) leave({ about: at(other), code: 'unknown' })
  if (email === undefined && called === undefined) {
    leave({ about: person.about, code: 'malformed', detail: 'email' })
    return undefined
  }
  const fits = email !== undefined && canonicalEmail(email).ok
  if (email !== undefined && !fits) leave({ about: at('email'), code: 'malformed' })
  if (fits && !verified) warn({ about: at('email'), code: 'unverified', detail: email })
  const wanted = usernameFrom(preferred, called, email)
  const username = usernames(wanted)
  const told = preferred ?? called
  if (told !== undefined && told !== username)
    warn({ about: person.about, code: 'renamed', detail: `${told} → ${username}` })
  if (userId === undefined || userId === '') leave({ about: at('userID'), code: 'subjects_missing', detail: username })
  return {
    username,
    account: present({
      username,
      name: name ?? called,
      // Of what Dex did not vouch for, an import says whose it is meant to be, and no more.
      ...(fits ? { email, ...(verified ? { emailVerified: true } : {}) } : {}),
      passwordHash: hash,
      ...(groups.length === 0 ? {} : { groups }),
    }),
    groups,
    userId: userId === '' ? undefined : userId,
  }
}

/** bcrypt, or the base64 of it. */
const readHash = (person: Reading, { leave, fromEnvironment }: DexReading): string | undefined => {
  const variable = person.text('hashFromEnv')
  const written =
    person.text('hash') ??
    (variable === undefined ? undefined : fromEnvironment(variable, `${person.about}.hashFromEnv`))
  if (written === undefined) {
    if (variable === undefined) leave({ about: `${person.about}.hash`, code: 'hash' })
    return undefined
  }
  const text = written.trim()
  const found = [text, Buffer.from(text, 'base64').toString('latin1')].find(isKnownHash)
  if (found === undefined) leave({ about: `${person.about}.hash`, code: 'hash' })
  return found
}
