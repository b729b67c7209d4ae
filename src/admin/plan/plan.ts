import { identityIdOf } from '../../accounts/identities/identity.ts'
import { judgePassword } from '../../accounts/passwords/rules.ts'
import { loadExpressions } from '../../applications/claims/compiled.ts'
import { Problems } from '../../lib/problems.ts'
import type { World } from '../../storage/world.ts'
import { accountsMentioned, speaksExpressions } from '../apply/access-entry.ts'
import { emailKeyOf, usernameKeyOf } from '../apply/account-entry.ts'
import type { AccountEntry } from '../apply/configuration-file.ts'
import type { Difference, Step } from '../apply/difference.ts'
import type { ReadConfiguration } from '../apply/read-configuration.ts'
import type { SecretSources } from '../apply/secret-forms.ts'
import { noteManaged } from './managed-notes.ts'
import { planAccounts } from './plan-accounts.ts'
import { planApplications } from './plan-applications.ts'
import { planBroughtAlong } from './plan-brought-along.ts'
import { planDeparted } from './plan-departed.ts'
import { planGroups } from './plan-groups.ts'
import { judgeOpenidParts } from './plan-openid.ts'
import { pictureIdsIn, planPictures } from './plan-pictures.ts'
import { planRules, ruleIdOf } from './plan-rules.ts'
import { planSettings } from './plan-settings.ts'
import { planSources } from './plan-sources.ts'
import { byFile, type Planner, type Planning } from './planning.ts'
import { readStored } from './stored.ts'

/**
 * What applying a configuration file would change, given what is stored. Nothing is written, and planning again what was applied finds
 * nothing. Throws `Problems` with everything about the file that cannot be done.
 */
export const plan = async (
  world: World,
  { file, where }: ReadConfiguration,
  sources: SecretSources,
  { by, managing }: Planner = byFile,
): Promise<Difference> => {
  const { accounts = [], departed = [] } = file
  const stored = await readStored(world, {
    usernameKeys: [...accounts.map(usernameKeyOf), ...accountsMentioned(file), ...departed.map(usernameKeyOf)],
    emailKeys: accounts.map(emailKeyOf).filter((key) => key !== undefined),
    accountIds: [...accounts, ...departed].map(({ id }) => id).filter((id) => id !== undefined),
    knownAs: [...accounts, ...departed].flatMap(({ knownAs = [] }) => knownAs),
    subjectHashes: departed.flatMap(({ knownAs = [] }) => knownAs.map(({ subjectHash }) => subjectHash ?? [])).flat(),
    pictureIds: pictureIdsIn(file, sources),
    identityIds: accounts.flatMap(({ identities = [] }) =>
      identities.map(({ source, subject }) => identityIdOf(source, subject)),
    ),
    ruleIds: (file.instanceRules ?? []).map(ruleIdOf),
    subjectModes: new Map(file.applications?.map(({ slug, subjectMode }) => [slug, subjectMode])),
  })
  const problems: string[] = []
  const warnings: string[] = []
  const planning: Planning = {
    world,
    stored,
    sources,
    expressions: speaksExpressions(file) ? await loadExpressions() : undefined,
    by,
    managing,
    groupIds: new Map(),
    accountIds: new Map(),
    applicationIds: new Map(),
    applicationsAfter: new Map(stored.applications.map((application) => [application.id, application])),
    identityOwners: new Map(),
    problem: (path, sentence) => void problems.push(`${where(path)} ${sentence}`),
    warn: (path, sentence) => void warnings.push(`${where(path)} ${sentence}`),
  }
  const steps = [
    ...planPictures(planning, file),
    ...planGroups(planning, file),
    ...planAccounts(planning, file),
    ...planApplications(planning, file),
    ...planSettings(planning, file),
    ...planSources(planning, file),
    ...planRules(planning, file),
    ...planBroughtAlong(planning, file),
    ...planDeparted(planning, file),
  ]
  await judgeOpenidParts(planning, file.sources ?? [])
  for (const step of steps) judge(planning, step, accounts)
  if (problems.length > 0) throw new Problems(problems)
  return { steps, notes: managing ? noteManaged(planning, file) : [], warnings }
}

/** The operator may set a weak first password, and is told; one that cannot be hashed at all is a problem. */
const judge = (planning: Planning, step: Step, accounts: readonly AccountEntry[]): void => {
  if (step.password === undefined) return
  const at = accounts.findIndex((entry) => usernameKeyOf(entry) === usernameKeyOf({ username: step.name }))
  const entry = accounts[at]
  const faults = judgePassword(step.password.plain, [entry?.username, entry?.name, entry?.email])
  const path = ['accounts', at]
  if (faults.includes('too_long')) planning.problem(path, `the password of ${step.name} is too long`)
  else if (faults.length > 0)
    planning.warn(path, `the password of ${step.name} is weak; nobody could choose it on a page`)
}
