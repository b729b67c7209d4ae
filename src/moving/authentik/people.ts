import { canonicalEmail } from '../../accounts/canonical.ts'
import { isKnownHash } from '../../accounts/passwords/known-hash.ts'
import type { Note, Plain } from '../imported.ts'
import { namesOnce, usernameFrom } from '../names.ts'
import { isPlain, present } from '../plain.ts'
import { type Entries, type Entry, models, resolved } from './entries.ts'

export interface Person {
  readonly entry: Entry
  readonly username: string
  /** In authentik. */
  readonly called: string
  readonly email: string | undefined
  readonly account: Plain
  /** What subjects are made of, as far as the file says. */
  readonly uid: string | undefined
  readonly pk: string | undefined
  readonly uuid: string | undefined
  readonly upn: string | undefined
}

/** Only people: accounts of programs have no place among them. */
const programs = new Set(['service_account', 'internal_service_account'])

export const readPeople = (
  entries: Entries,
  groups: readonly Group[],
  leave: (note: Note) => void,
  warn: (note: Note) => void,
): readonly Person[] => {
  const once = namesOnce()
  return entries.of(models.user).flatMap((entry): readonly Person[] => {
    const { about } = entry
    const names = ['username', 'name', 'email', 'password', 'password_hash', 'is_active', 'type', 'uid', 'uuid', 'pk']
    const values = resolved(entries, entry, names)
    const called = values['username']
    if (typeof called !== 'string' || called === '') {
      leave({ about, code: 'malformed', detail: 'username' })
      return []
    }
    if (programs.has(String(values['type']))) {
      leave({ about, code: 'not_ours', detail: called })
      return []
    }
    const username = once(usernameFrom(called, textOf(values['email'])))
    if (username !== called) warn({ about, code: 'renamed', detail: `${called} → ${username}` })
    const email = textOf(values['email'])
    const fits = email !== undefined && canonicalEmail(email).ok
    if (email !== undefined && !fits) leave({ about: `${about}.email`, code: 'malformed' })
    const own = groups.filter((group) => isIn(entries, entry, group)).map(({ name }) => name)
    const attributes = entry.values['attributes']
    const account = present({
      username,
      name: textOf(values['name']) ?? called,
      email: fits ? email : undefined,
      ...passwordOf(values, about, leave, warn),
      groups: own.length === 0 ? undefined : own,
      disabled: values['is_active'] === false ? true : undefined,
    })
    return [
      {
        ...{ entry, username, called, account, email },
        uid: textOf(values['uid']),
        pk: keyOf(values['pk']),
        uuid: textOf(values['uuid']),
        upn: isPlain(attributes) ? textOf(attributes['upn']) : undefined,
      },
    ]
  })
}

/** A hash that authentik's Django made; what is none stands there to become the password. */
const passwordOf = (
  { password, password_hash: hashed }: Plain,
  about: string,
  leave: (note: Note) => void,
  warn: (note: Note) => void,
): Plain => {
  const written = [hashed, password].find((text) => typeof text === 'string' && text !== '')
  if (typeof written !== 'string') return {}
  if (isKnownHash(written)) return { passwordHash: written }
  if (written === hashed || written.startsWith('!') || /^[a-z0-9_]+\$/.test(written)) {
    leave({ about: `${about}.password`, code: 'hash' })
    return {}
  }
  warn({ about: `${about}.password`, code: 'plain_password' })
  return { password: written }
}

export interface Group {
  readonly entry: Entry
  readonly name: string
}

export const readGroups = (entries: Entries, leave: (note: Note) => void): readonly Group[] =>
  entries.of(models.group).flatMap((entry): readonly Group[] => {
    const name = entries.value(entry.values['name'], `${entry.about}.name`)
    if (typeof name !== 'string' || name.trim() === '') {
      leave({ about: entry.about, code: 'malformed', detail: 'name' })
      return []
    }
    if (entry.values['is_superuser'] === true) {
      // Who administers here is said here.
      leave({ about: `${entry.about}.is_superuser`, code: 'unsupported', detail: name })
    }
    if (entry.values['parent'] !== undefined && entry.values['parent'] !== null) {
      leave({ about: `${entry.about}.parent`, code: 'unsupported', detail: name })
    }
    return [{ entry, name }]
  })

/** Either of the two may name the other: by key, by reference, or by name. */
const isIn = (entries: Entries, user: Entry, group: Group): boolean => {
  const groups = user.values['groups']
  const users = group.entry.values['users']
  const ofUser =
    Array.isArray(groups) && groups.some((one) => one === group.name || entries.find(models.group, one) === group.entry)
  return ofUser || (Array.isArray(users) && users.some((one) => entries.find(models.user, one) === user))
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const keyOf = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : textOf(value))
