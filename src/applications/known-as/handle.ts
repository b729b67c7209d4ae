import type { UsernameRule } from '../application.ts'

interface Rule {
  /** The part of a name that the application takes as it is. */
  readonly fit: (username: string) => string
  readonly longest: number
  /** Names it gives to nobody. */
  readonly reserved: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

/** `Jürgen` is `Jurgen` where there is no ü, as people write it themselves. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')

/**
 * What each application makes of a name. A handle is what is left of it when the application has nothing more to do: so the name people have
 * there is the handle, letter by letter.
 */
const rules: Readonly<Record<UsernameRule, Rule>> = {
  generic: { fit: (username) => username, longest: 64, reserved: none },
  mastodon: {
    fit: (username) => plain(username.split('@')[0] ?? '').replace(/[^A-Za-z0-9_]/g, ''),
    longest: 30,
    reserved: new Set([
      ...['abuse', 'account', 'accounts', 'admin', 'administration', 'administrator', 'admins', 'help', 'helpdesk'],
      ...['instance', 'mod', 'moderator', 'moderators', 'mods', 'owner', 'root', 'security', 'server', 'staff'],
      ...['support', 'webmaster'],
    ]),
  },
  gotosocial: {
    fit: (username) =>
      plain(username)
        .toLowerCase()
        .replace(/[^a-z0-9_]/g, ''),
    longest: 64,
    reserved: none,
  },
}

/** By what handles are the same; some applications tell `Jane` and `jane` apart and some do not. */
export const handleKey = (handle: string): string => handle.toLowerCase()

/** Handles for somebody with this username, the best one first: with a number when others have those before it. */
export function* handlesFor(rule: UsernameRule, username: string): Iterable<string> {
  const { fit, longest, reserved } = rules[rule]
  const base = [...fit(username)].slice(0, longest).join('') || 'user'
  if (!reserved.has(handleKey(base))) yield base
  for (let number = 1; number < 50; number += 1) {
    const suffix = `_${number}`
    yield [...base].slice(0, longest - suffix.length).join('') + suffix
  }
}
