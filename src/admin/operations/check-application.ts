import { type Application, findApplication } from '../../applications/application.ts'
import { accessFor } from '../../applications/entrant.ts'
import { previewSignIn } from '../../diagnosis/preview-sign-in.ts'
import { readAnswers } from '../../recipes/answers.ts'
import type { Check, Remedy } from '../../recipes/check.ts'
import { deriveAnswers } from '../../recipes/derive-answers.ts'
import type { Answers, Recipe } from '../../recipes/recipe.ts'
import { type Verdict, verdictOf } from '../../recipes/verdict.ts'
import { installationAt } from './installation.ts'
import type { OperationsWorld } from './world.ts'

export type { Remedy } from '../../recipes/check.ts'

export interface Checked {
  readonly recipe: Pick<Recipe, 'slug' | 'name'>
  /** The name of its own recipe, where nobody knows what that would have to be told: then it was looked at by the general one. */
  readonly unanswered: string | undefined
  readonly checks: readonly Check[]
  readonly verdict: Verdict
  /** Whether they get as far as the application at all, by its rules about access. */
  readonly mayEnter: boolean
}

/**
 * What the application would make of this person, by its recipe: that of anything that speaks OpenID Connect, if it was connected
 * without one. Undefined if one of them is not there.
 */
export const checkApplication = async (
  world: OperationsWorld,
  applicationId: string,
  accountId: string,
  base: string,
): Promise<Checked | undefined> => {
  const [application, account, { recipes }] = await Promise.all([
    findApplication(world, applicationId),
    world.storage.find('accounts', accountId),
    import('../../recipes/recipes.ts'),
  ])
  const own = recipes.find(({ slug }) => slug === application?.recipe)
  const answers = own && application && (await answersOf(world, own, application, base))
  const recipe = answers === undefined ? recipes.find(({ slug }) => slug === 'generic') : own
  if (application === undefined || account === undefined || recipe === undefined) return undefined
  const seen = await previewSignIn(world, application, account, base)
  const checks = recipe.checks(seen, answers ?? {}).map((check) => aimed(check, application))
  const signedIn = { authTime: world.clock.now(), amr: ['pwd'] }
  const { allowed: mayEnter } = await accessFor(world, application, account, signedIn)
  const unanswered = own !== undefined && answers === undefined ? own.name : undefined
  return { recipe, unanswered, checks, verdict: verdictOf(checks), mayEnter }
}

/** As they were given; of one that a file or an import made, as they can be made out. */
const answersOf = async (
  world: OperationsWorld,
  recipe: Recipe,
  application: Application,
  base: string,
): Promise<Answers | undefined> => {
  if (application.answers === undefined) {
    return deriveAnswers(recipe, application, await installationAt(world, base, application))
  }
  const read = readAnswers(recipe, application.answers)
  return read.ok ? read.answers : undefined
}

/** The scope that a claim comes with. */
export const scopeOf = (claim: string | undefined) =>
  claim === 'groups' ? 'groups' : claim === 'email' || claim === 'email_verified' ? 'email' : 'profile'

/** What a person has is not told where the application may not ask for it: then it is the application that is mended. */
const aimed = (check: Check, { allowedScopes }: Pick<Application, 'allowedScopes'>): Check => {
  const kept = allowedScopes.length > 0 && check.claim !== undefined && !allowedScopes.includes(scopeOf(check.claim))
  return kept && !check.ok && check.remedy !== undefined && aboutPeople.has(check.remedy)
    ? { ...check, remedy: 'allow_scope' }
    : check
}

const aboutPeople: ReadonlySet<Remedy> = new Set([
  'set_email',
  'verify_email',
  'set_picture',
  'join_group',
  'from_fediverse',
])
