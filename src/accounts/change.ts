import { type Change, setting } from '../storage/storage.ts'
import { type Account, findAccount } from './account.ts'
import { administratorAdded, unlessLast } from './administrators.ts'
import { type Canonical, canonicalEmail, canonicalUsername } from './canonical.ts'
import { happened } from './happened.ts'
import { notifying, type PostWorld } from './letters.ts'
import { voidingLinks } from './links.ts'
import { claiming, reserving, unlessTaken } from './names.ts'
import { type By, type Outcome, type Refused, refused, refusedAll } from './outcome.ts'
import { cleanName, readAvatar, readLocale } from './text.ts'

/**
 * What can be changed of an account, each only if it is there; an empty text takes a value away. That an address is
 * verified is not among them: see `email.ts`. Nor are password, groups, and whether it is disabled: each has its own
 * door.
 */
export interface AccountChanges {
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** It is somebody else than the person who says so. */
  readonly emailFromOthers?: boolean | undefined
  readonly locale?: string | undefined
  readonly avatar?: string | undefined
  readonly administrator?: boolean | undefined
  readonly managed?: boolean | undefined
}

type Columns = Partial<Omit<Account, 'id'>>

/**
 * Changes what is named, all or nothing. Another e-mail address is an unproven one, and whatever was asked for with the
 * old one is void. Another username leaves the old one reserved. The person is told of both. The last active
 * administrator stays one.
 */
export const changeAccount = (
  world: PostWorld,
  id: string,
  input: AccountChanges,
  by: By = {},
): Promise<Outcome<{ readonly account: Account }>> =>
  unlessTaken(async () => {
    const read = readChanges(input)
    if (!read.ok) return read
    const decide = (row: Account) => decideChange(world, row, read, by)

    if (input.administrator === false) {
      const became = await unlessLast(world, id, (row) => {
        const [columns, changes] = decide(row)
        return Object.keys(columns).length === 0 ? changes : [setting('accounts', id, columns), ...changes]
      })
      if (became === 'last') return refused('administrator', 'last_administrator')
      const account = became === 'gone' ? undefined : await findAccount(world, id)
      return account === undefined ? refused('account', 'unknown') : { ok: true, account }
    }

    const account = await world.storage.change('accounts', id, (row) => {
      const [columns, changes] = decide(row)
      return Object.keys(columns).length === 0 ? undefined : [{ ...row, ...columns }, changes]
    })
    return account === undefined ? refused('account', 'unknown') : { ok: true, account }
  })

interface ReadChanges {
  readonly ok: true
  readonly username: Fit | undefined
  /** Without `shown` and `key`: none from now on. */
  readonly email: Fit | NoEmail | undefined
  readonly emailFromOthers: boolean
  readonly plain: Pick<Columns, 'name' | 'locale' | 'avatar' | 'administrator' | 'managed'>
}

type Fit = Extract<Canonical, { ok: true }>
interface NoEmail {
  readonly ok: true
  readonly shown?: undefined
  readonly key?: undefined
}

const readChanges = (input: AccountChanges): ReadChanges | Refused => {
  const username = input.username === undefined ? undefined : canonicalUsername(input.username)
  const email = input.email === undefined ? undefined : readEmail(input.email)
  const locale = input.locale === undefined ? undefined : readLocale(input.locale)
  const avatar = input.avatar === undefined ? undefined : readAvatar(input.avatar)
  if (username?.ok === false || email?.ok === false || locale?.ok === false || avatar?.ok === false) {
    return refusedAll({ username, email, locale, avatar })
  }
  return {
    ok: true,
    username,
    email,
    emailFromOthers: input.emailFromOthers === true,
    plain: {
      ...(input.name === undefined ? {} : { name: cleanName(input.name) }),
      ...(locale === undefined ? {} : { locale: locale.value }),
      ...(avatar === undefined ? {} : { avatar: avatar.value }),
      ...(input.administrator === undefined ? {} : { administrator: input.administrator }),
      ...(input.managed === undefined ? {} : { managed: input.managed }),
    },
  }
}

const readEmail = (typed: string): Canonical | NoEmail => (typed.trim() === '' ? { ok: true } : canonicalEmail(typed))

/** What becomes of one record. Pure: it may run more than once before one run counts. */
const decideChange = (
  world: PostWorld,
  row: Account,
  { username, email, emailFromOthers, plain }: ReadChanges,
  by: By,
): readonly [Columns, readonly Change[]] => {
  const now = world.clock.now()
  const wanted: Columns = {
    ...plain,
    ...(plain.name === '' ? { name: username?.shown ?? row.username } : {}),
    ...(username === undefined ? {} : { username: username.shown, usernameKey: username.key }),
    // Whoever gives it another name has chosen one.
    ...(username === undefined || username.key === row.usernameKey ? {} : { usernameMadeUp: undefined }),
    ...(email === undefined ? {} : emailColumns(row, email, emailFromOthers)),
  }
  const columns = different(row, wanted)
  const fields = Object.keys(columns)
  if (fields.length === 0) return [{}, []]

  const changes: Change[] = []
  const accountId = row.id
  if (columns.usernameKey !== undefined) {
    changes.push(...claiming({ id: row.id, usernameKey: columns.usernameKey }), reserving(row, now))
  }
  if (columns.username !== undefined) {
    const data = { from: row.username, to: columns.username }
    changes.push(happened(world, 'username.changed', by, { accountId, data }))
    changes.push(...notifying(world, row, { kind: 'username-changed', ...data }))
  }
  if ('email' in columns) changes.push(happened(world, 'email.changed', by, { accountId }))
  if ('emailKey' in columns) {
    changes.push(voidingLinks('email', accountId), voidingLinks('objection', accountId))
    changes.push(...notifying(world, row, { kind: 'email-changed' }))
  }
  if (columns.administrator === true) changes.push(...administratorAdded(world))
  const others = (['name', 'locale', 'avatar', 'administrator', 'managed'] as const).filter((name) => name in columns)
  if (others.length > 0) {
    const data = {
      fields: others,
      ...(columns.administrator === undefined ? {} : { administrator: columns.administrator }),
    }
    changes.push(happened(world, 'account.changed', by, { accountId, data }))
  }
  return [{ ...columns, updatedAt: now }, changes]
}

const emailColumns = (row: Account, email: Fit | NoEmail, fromOthers: boolean): Columns =>
  email.key !== undefined && email.key === row.emailKey
    ? { email: email.shown }
    : {
        email: email.shown,
        emailKey: email.key,
        verifiedEmailKey: undefined,
        emailVerifiedAt: undefined,
        emailVerifiedBy: undefined,
        vouchedEmailKey: fromOthers ? email.key : undefined,
      }

const different = (row: Account, wanted: Columns): Columns => {
  const held: Readonly<Record<string, unknown>> = row
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => held[name] !== value))
}
