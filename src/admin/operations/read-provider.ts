import { days } from '../../lib/clock.ts'
import { readPrivateKey } from '../../sources/openid/client-auth.ts'
import { groupsFilter } from '../../sources/openid/groups-filter.ts'
import { openMapping } from '../../sources/openid/mapping.ts'
import { presets } from '../../sources/openid/presets.ts'
import { type OpenidSettings, openidOf, openidSettings, takenFields } from '../../sources/openid/settings.ts'
import type { SourceWorld } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import { type OpenidEntry, openidSchema } from '../apply/openid-schema.ts'
import { type ProviderFieldName, wordsTyped } from './provider-fields.ts'
import type { ProviderInput, ProviderProblem } from './providers.ts'

/** How long people are linked by their address when nobody says. */
const linksFor = days(30)

const nothing: Partial<OpenidEntry> = {}

interface ReadProvider {
  readonly name: string
  readonly position: number | undefined
  readonly settings: OpenidSettings
  readonly problems: ProviderProblem[]
}

/** A provider as it was typed, and everything that is wrong with it. */
export const readProvider = async (
  world: Pick<SourceWorld, 'clock' | 'base'>,
  input: ProviderInput,
  held: Row<'sources'> | undefined,
): Promise<ReadProvider> => {
  const before = held === undefined ? undefined : openidOf(held.details)
  const preset = before?.preset ?? input.preset
  const said = wordsTyped(input.typed)
  const { legacySubject, ...words } = said
  const parsed = openidSchema.safeParse({ id: input.id, kind: 'openid', preset, ...words })
  const problems: ProviderProblem[] = []
  const problem = (found: ProviderProblem): void => {
    if (problems.every(({ field }) => field !== found.field)) problems.push(found)
  }
  if (input.id.trim() === '') problem({ field: 'id', code: 'required' })
  for (const name of ['name', 'clientId'] as const) if (blank(input, name)) problem({ field: name, code: 'required' })
  if (blank(input, 'issuer') && presets[preset].words.issuer === undefined)
    problem({ field: 'issuer', code: 'required' })
  for (const { path } of parsed.success ? [] : parsed.error.issues) problem({ field: fieldAt(path), code: 'malformed' })

  const { id: _, kind: _kind, name = '', position, linkExistingUntil, ...read } = parsed.success ? parsed.data : nothing
  const settings = openidSettings({
    ...read,
    preset,
    icon: before?.icon,
    linkExistingUntil: endOf(world, read.linkExisting === true, linkExistingUntil),
    legacySubject: legacyOf(before, legacySubject),
  })
  const standing = held?.sealedSecret !== undefined && before !== undefined && !goesElsewhere(before, settings)
  if (input.typed.clientAuth !== 'none' && input.secret === '' && !standing)
    problem({ field: 'secret', code: 'required' })
  if (parsed.success) await judge(world, { input, settings, problem })
  await judgeExpressions(input, problem)
  return { name, position, settings, problems }
}

/** Whether what is kept to prove who we are would be sent where it has never been: nobody can read it, and nobody is to have it sent to them. */
const goesElsewhere = (before: OpenidSettings, after: OpenidSettings): boolean => {
  if (after.clientAuth === 'private_key_jwt') return false
  const known = placesOf(before)
  return before.clientAuth === 'private_key_jwt' || placesOf(after).some((origin) => !known.includes(origin))
}

const placesOf = ({ issuer, discoveryUrl, tokenEndpoint }: OpenidSettings): readonly string[] =>
  [issuer, discoveryUrl, tokenEndpoint].flatMap((address) =>
    address !== undefined && URL.canParse(address) ? [new URL(address).origin] : [],
  )

const blank = ({ typed }: ProviderInput, name: ProviderFieldName): boolean => (typed[name] ?? '').trim() === ''

const fieldAt = (path: readonly PropertyKey[]): string => {
  const [first, second] = path.map(String)
  return first === 'take' || first === 'mapping' ? `${first}.${second ?? ''}` : (first ?? '')
}

/** Without a day it ends by itself. */
const endOf = ({ clock }: Pick<SourceWorld, 'clock'>, on: boolean, said: string | undefined) => {
  if (!on || said === 'never') return undefined
  return said === undefined ? clock.now() + linksFor : Date.parse(said)
}

/** The form asks for the connector; what else an import said of it stays. */
const legacyOf = (before: OpenidSettings | undefined, typed: unknown): OpenidSettings['legacySubject'] => {
  const connector = typeof typed === 'object' && typed !== null ? Reflect.get(typed, 'connector') : undefined
  return typeof connector === 'string' ? { ...before?.legacySubject, kind: 'dex', connector } : undefined
}

interface Judged {
  readonly input: ProviderInput
  readonly settings: OpenidSettings
  readonly problem: (found: ProviderProblem) => void
}

/** What is only seen beside something else, or by trying. */
const judge = async ({ base }: Pick<SourceWorld, 'base'>, { input, settings, problem }: Judged): Promise<void> => {
  const { clientAuth, discovery, protocol, skipVerification, forceSkipVerification } = settings
  if (clientAuth === 'private_key_jwt' && input.secret !== '' && (await readPrivateKey(input.secret)) === undefined)
    problem({ field: 'secret', code: 'malformed' })
  const needed = [
    'authorizationEndpoint',
    'tokenEndpoint',
    protocol === 'oauth' ? 'userinfoEndpoint' : 'jwksUri',
  ] as const
  for (const field of discovery ? [] : needed) if (settings[field] === undefined) problem({ field, code: 'required' })
  if (skipVerification && !forceSkipVerification && base.startsWith('https:'))
    problem({ field: 'skipVerification', code: 'unsafe' })
  if ((await groupsFilter(settings.groupsFilter)) === undefined) problem({ field: 'groupsFilter', code: 'malformed' })
}

const judgeExpressions = async ({ typed }: ProviderInput, problem: Judged['problem']): Promise<void> => {
  const mapping = Object.fromEntries(takenFields.map((field) => [field, typed[`mapping.${field}`]]))
  for (const { field, detail, code, from } of (await openMapping(mapping)).faults)
    problem({
      field: `mapping.${field}`,
      code: 'malformed',
      detail: `${detail === '' ? code : detail} (${from + 1})`,
    })
}
