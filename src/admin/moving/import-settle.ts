import { canonicalEmail, canonicalUsername } from '../../accounts/canonical.ts'
import { groupsOf } from '../../accounts/groups.ts'
import { type Application, applicationOf } from '../../applications/application.ts'
import { countPeople } from '../../applications/known-as/people.ts'
import type { Imported, KnownAs, Note, Plain } from '../../moving/imported.ts'
import { isPlain } from '../../moving/plain.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'

type Stored = Pick<World, 'storage'>

export interface Settled {
  readonly accounts: readonly Plain[]
  readonly groups: readonly Plain[]
  readonly applications: readonly Plain[]
  readonly sources: readonly Plain[]
  readonly left: readonly Note[]
  readonly warnings: readonly Note[]
}

/**
 * What an import means here, where there may be people and applications already: whose account is whose, and which short name is free.
 * Of what is here nothing is taken away, and importing once more finds what the first time made.
 */
export const settle = async (world: Stored, imported: Imported): Promise<Settled> => {
  const left: Note[] = [...imported.left]
  const warnings: Note[] = [...imported.warnings]
  const { accounts = [], groups = [], applications = [], sources = [] } = imported.file
  const known = Map.groupBy(imported.knownAs, ({ username }) => username)
  const people = new Map<string, Plain | undefined>()
  const taken = new Set<string>()
  for (const entry of accounts) {
    const about = String(entry['username'])
    const placed = await settlePerson(world, entry, left, warnings)
    const name = canonicalUsername(String(placed?.['username'] ?? ''))
    const key = name.ok ? name.key : undefined
    // Two of the file are not one here, whatever they have in common.
    const twice = key !== undefined && taken.has(key)
    if (twice) left.push({ about, code: 'somebody_else', detail: String(placed?.['username']) })
    else if (key !== undefined) taken.add(key)
    people.set(about, twice ? undefined : placed)
  }
  const slugs = new Map<string, string>()
  const settled: Plain[] = []
  for (const entry of applications) {
    const placed = await settleApplication(world, entry, left, new Set(slugs.values()))
    if (placed === undefined) continue
    slugs.set(String(entry['slug']), String(placed['slug']))
    settled.push(withRules(placed, people))
  }
  const held = new Map((await world.storage.list('sources')).map((row) => [row.id, row]))
  return {
    accounts: [...people].flatMap(([username, entry]) =>
      entry === undefined ? [] : [withKnown(entry, known.get(username) ?? [], slugs)],
    ),
    groups,
    applications: settled,
    sources: sources.filter(({ id }) => {
      const managed = held.get(String(id))?.managed === true
      if (managed) left.push({ about: String(id), code: 'managed' })
      return !managed
    }),
    left,
    warnings,
  }
}

/** Rules about people mean those of the import, whatever they are called here; whoever was left out may not enter as their namesake. */
const withRules = (application: Plain, people: ReadonlyMap<string, Plain | undefined>): Plain => {
  const { accessRules } = application
  if (!isPlain(accessRules) || !Array.isArray(accessRules['rules'])) return application
  const rules = accessRules['rules'].filter(isPlain).flatMap((rule): readonly Plain[] => {
    if (rule['kind'] !== 'account') return [rule]
    const meant = people.get(String(rule['value']))
    return meant === undefined ? [] : [{ ...rule, value: meant['username'] }]
  })
  const lost = rules.length < accessRules['rules'].length
  const closed = lost && (accessRules['match'] === 'all' || rules.length === 0)
  return { ...application, accessRules: { ...accessRules, rules: closed ? [...rules, metByNobody] : rules } }
}

const metByNobody: Plain = { kind: 'expression', value: 'false' }

/** What applications know the person as, under the names that both have here. */
const withKnown = (entry: Plain, known: readonly KnownAs[], slugs: ReadonlyMap<string, string>): Plain => {
  const own = known.flatMap(({ username: _, application, ...as }) => {
    const slug = slugs.get(application)
    return slug === undefined ? [] : [{ application: slug, ...as }]
  })
  return own.length === 0 ? entry : { ...entry, knownAs: own }
}

const settlePerson = async (
  world: Stored,
  entry: Plain,
  left: Note[],
  warnings: Note[],
): Promise<Plain | undefined> => {
  const about = String(entry['username'])
  const name = canonicalUsername(about)
  const email = typeof entry['email'] === 'string' ? canonicalEmail(entry['email']) : undefined
  const byName = name.ok ? await world.storage.find('accounts', { usernameKey: name.key }) : undefined
  const byEmail =
    email?.ok === true && entry['emailVerified'] !== false
      ? await world.storage.find('accounts', { verifiedEmailKey: email.key })
      : undefined
  const known = byName !== undefined && isTheSame(byName, email?.ok === true ? email.key : undefined)
  const held = known ? byName : (byEmail ?? byName)
  if (held === undefined) return entry
  if (!known && byEmail === undefined) {
    left.push({ about, code: 'somebody_else', detail: held.username })
    return undefined
  }
  warnings.push({ about, code: 'taken_for', detail: held.username })
  return joined(world, entry, held)
}

/**
 * A name alone is nobody: whoever came from elsewhere, or signed up, may have chosen it. The address has to be the same too, and put here by
 * somebody else than the person, as an administrator and an earlier import do.
 */
const isTheSame = (
  { cameBy, emailKey, verifiedEmailKey, vouchedEmailKey }: Row<'accounts'>,
  key: string | undefined,
): boolean =>
  cameBy === undefined && emailKey === key && (key === undefined || verifiedEmailKey === key || vouchedEmailKey === key)

/** To somebody who is here already an import only adds. */
const joined = async (world: Stored, entry: Plain, held: Row<'accounts'>): Promise<Plain> => {
  const { passwordHash, password, email, emailVerified, groups } = entry
  const before = await groupsOf(world, held.id)
  const wanted = Array.isArray(groups) ? groups : []
  return {
    username: held.username,
    ...(held.emailKey === undefined && email !== undefined ? { email, emailVerified } : {}),
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(password === undefined ? {} : { password }),
    ...(wanted.length === 0 || held.managed ? {} : { groups: [...new Set([...before, ...wanted])] }),
  }
}

const settleApplication = async (
  world: Stored,
  entry: Plain,
  left: Note[],
  given: ReadonlySet<string>,
): Promise<Plain | undefined> => {
  const clientId = String(entry['clientId'] ?? entry['slug'])
  const row = await world.storage.find('applications', { clientId })
  if (row === undefined) return { ...entry, slug: await freeSlug(world, String(entry['slug']), given) }
  const held = applicationOf(row)
  if (held.managed) {
    left.push({ about: held.slug, code: 'managed' })
    return undefined
  }
  const { subjectMode, ...rest } = entry
  const keeps = subjectMode !== undefined && subjectMode !== held.subjectMode && (await countPeople(world, held.id)) > 0
  if (keeps) left.push({ about: held.slug, code: 'subjects_in_use' })
  return {
    ...rest,
    slug: held.slug,
    ...(subjectMode === undefined || keeps ? {} : { subjectMode }),
    ...both(held, entry, 'redirectUris'),
    ...both(held, entry, 'postLogoutRedirectUris'),
  }
}

const both = (held: Application, entry: Plain, name: 'redirectUris' | 'postLogoutRedirectUris'): Plain => {
  const wanted = entry[name]
  if (!Array.isArray(wanted)) return {}
  const all = new Map([...held[name], ...wanted].map((uri) => [JSON.stringify(uri), uri] as const))
  return { [name]: [...all.values()] }
}

const freeSlug = async (world: Stored, wanted: string, given: ReadonlySet<string>): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? wanted : `${wanted}-${number}`
    if (!given.has(slug) && (await world.storage.find('applications', { slug })) === undefined) return slug
  }
}
