import { groupIdsOf, groupsOf } from '../accounts/groups.ts'
import { domainsOfAll, identitiesOf } from '../accounts/identities/identity.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'
import { type Access, countingRules, decideAccess, type Entrant } from './access.ts'
import type { Application } from './application.ts'
import { loadExpressions } from './claims/compiled.ts'
import { accessValues, type SignedIn } from './claims/vocabulary.ts'

const nothingAsked = { groupIds: [], sources: [], domains: [], expressions: new Map<string, boolean>() }

/** Somebody as an application's rules look at them. What no rule asks is not looked up: most applications have none. */
export const entrantFor = async (
  world: Pick<World, 'storage'>,
  application: Application,
  account: Row<'accounts'>,
  signedIn: SignedIn | undefined,
): Promise<Entrant> => {
  const rules = countingRules(application.accessRules)
  if (rules.length === 0) return { ...nothingAsked, accountId: account.id }
  const asks = (...kinds: readonly string[]): boolean => rules.some(({ kind }) => kinds.includes(kind))
  const expressions = rules.filter(({ kind }) => kind === 'expression').map(({ value }) => value)
  const [groupIds, groups, identities] = await Promise.all([
    asks('group') ? groupIdsOf(world, account.id) : [],
    asks('expression') ? groupsOf(world, account.id) : [],
    asks('source', 'instance', 'expression') ? identitiesOf(world, account.id) : [],
  ])
  return {
    accountId: account.id,
    groupIds,
    sources: identities.map(({ sourceId }) => sourceId),
    domains: domainsOfAll(identities),
    expressions: await evaluated(expressions, () =>
      accessValues({ account, application, groups, identities, signedIn }),
    ),
  }
}

const evaluated = async (
  texts: readonly string[],
  valuesNow: () => ReturnType<typeof accessValues>,
): Promise<ReadonlyMap<string, boolean>> => {
  if (texts.length === 0) return new Map()
  const expressions = await loadExpressions()
  const values = valuesNow()
  return new Map(
    texts.flatMap((text) => {
      const compiled = expressions.rule(text)
      const given = compiled.ok ? compiled.expression.evaluate(values) : undefined
      return given?.ok === true ? [[text, given.value] as const] : []
    }),
  )
}

/** Whether somebody may enter, with what is kept about them: see `decideAccess`. */
export const accessFor = async (
  world: Pick<World, 'storage'>,
  application: Application,
  account: Row<'accounts'>,
  signedIn: SignedIn | undefined,
): Promise<Access> => decideAccess(application, await entrantFor(world, application, account, signedIn))
