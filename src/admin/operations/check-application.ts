import { type Application, findApplication } from '../../applications/application.ts'
import { accessFor } from '../../applications/entrant.ts'
import { previewSignIn } from '../../diagnosis/preview-sign-in.ts'
import { readAnswers } from '../../recipes/answers.ts'
import type { Check, Remedy } from '../../recipes/check.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import { type Verdict, verdictOf } from '../../recipes/verdict.ts'
import type { OperationsWorld } from './world.ts'

export type { Remedy } from '../../recipes/check.ts'

export interface Checked {
  readonly recipe: Pick<Recipe, 'slug' | 'name'>
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
  const read = own === undefined ? undefined : readAnswers(own, application?.answers ?? {})
  const recipe = read?.ok === true ? own : recipes.find(({ slug }) => slug === 'generic')
  if (application === undefined || account === undefined || recipe === undefined) return undefined
  const seen = await previewSignIn(world, application, account, base)
  const checks = recipe.checks(seen, read?.ok === true ? read.answers : {}).map((check) => aimed(check, application))
  const signedIn = { authTime: world.clock.now(), amr: ['pwd'] }
  const { allowed: mayEnter } = await accessFor(world, application, account, signedIn)
  return { recipe, checks, verdict: verdictOf(checks), mayEnter }
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

const aboutPeople: ReadonlySet<Remedy> = new Set(['set_email', 'verify_email', 'set_picture', 'join_group'])
