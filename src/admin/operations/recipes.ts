import { endpointsOf } from '../../applications/issuer.ts'
import type { ApplicationProblem } from '../../applications/outcome.ts'
import { type AllRecipeTexts, type RecipeTexts, recipeTexts } from '../../locales/recipe-texts.ts'
import { type AnswerProblem, readAnswers } from '../../recipes/answers.ts'
import { type Guide, guideOf } from '../../recipes/guide.ts'
import type { Installation, Recipe } from '../../recipes/recipe.ts'
import type { World } from '../../storage/world.ts'
import { type ApplicationView, createApplication, type WithSecret } from './applications.ts'
import type { By } from './world.ts'

export type { AnswerProblem } from '../../recipes/answers.ts'
export type { Guide } from '../../recipes/guide.ts'
export type { Question } from '../../recipes/question.ts'
export { type Block, type Installation, type Recipe, secretMark } from '../../recipes/recipe.ts'

/** Recipes are read when somebody connects something: nobody who signs in waits for them. */
const book = () => import('../../recipes/recipes.ts')

/** A recipe and what is said about it in one language. */
export interface Told {
  readonly recipe: Recipe
  readonly texts: RecipeTexts
}

const told = (recipe: Recipe, all: AllRecipeTexts): readonly Told[] => {
  const texts = all.recipes[recipe.slug]
  return texts === undefined ? [] : [{ recipe, texts }]
}

/** All recipes, or those with this in their name or in what they are. */
export const listRecipes = async (tag: string, search = ''): Promise<readonly Told[]> => {
  const [{ recipes }, all] = await Promise.all([book(), recipeTexts(tag)])
  const wanted = search.trim().toLowerCase()
  const found = recipes.flatMap((recipe) => told(recipe, all))
  return found.filter(({ recipe, texts }) =>
    `${recipe.name} ${recipe.slug} ${texts.about}`.toLowerCase().includes(wanted),
  )
}

export const findRecipe = async (slug: string, tag: string): Promise<Told | undefined> => {
  const [{ recipes }, all] = await Promise.all([book(), recipeTexts(tag)])
  return recipes.filter((recipe) => recipe.slug === slug).flatMap((recipe) => told(recipe, all))[0]
}

/** What people look for and cannot be connected, with the reason in one language. */
export interface NotHere {
  readonly slug: string
  readonly name: string
  readonly why: string
}

export const listNotHere = async (tag: string, search = ''): Promise<readonly NotHere[]> => {
  const [{ notRelyingParties }, { notHere }] = await Promise.all([
    import('../../recipes/not-relying-parties.ts'),
    recipeTexts(tag),
  ])
  const wanted = search.trim().toLowerCase()
  return notRelyingParties
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .map(({ slug, name }) => ({ slug, name, why: notHere[slug] ?? '' }))
}

export const findNotHere = async (slug: string, tag: string): Promise<NotHere | undefined> =>
  (await listNotHere(tag)).find((party) => party.slug === slug)

export interface Connecting {
  readonly recipe: Recipe
  /** By the questions' names, as they were typed. */
  readonly typed: Readonly<Record<string, string | undefined>>
  readonly installation: Installation
  /** The recipe's, when it is not given. */
  readonly name?: string | undefined
  readonly clientId?: string | undefined
  /** Lets addresses be plain http: see `ApplicationSettings`. */
  readonly allowHttp?: boolean | undefined
}

export type Connected =
  | ({ readonly ok: true; readonly guide: Guide } & WithSecret)
  | { readonly ok: false; readonly answers: readonly AnswerProblem[]; readonly problems: readonly ApplicationProblem[] }

/** Makes the application that a recipe asks for, and says what to paste where, with the secret in it this once. */
export const connectApplication = async (world: World, connecting: Connecting, by: By): Promise<Connected> => {
  const { recipe, typed, installation, clientId, allowHttp } = connecting
  const read = readAnswers(recipe, typed)
  if (!read.ok) return { ok: false, answers: read.problems, problems: [] }
  const { answers } = read
  const wanted = recipe.application({ installation, answers })
  const name = connecting.name?.trim() || recipe.name
  const made = await createApplication(
    world,
    { ...wanted, name, clientId, allowHttp, recipe: recipe.slug, answers },
    by,
  )
  if (!made.ok) return { ok: false, answers: [], problems: made.problems }
  const { application, clientSecret } = made
  const told = { ...installation, ...endpointsOf(installation.base, application) }
  return { ...made, guide: guideOf(recipe, { installation: told, answers, application }, clientSecret) }
}

/** What to paste for an application that is there: with its secret, if that was made just now. Undefined if no recipe made it. */
export const guideFor = async (
  application: ApplicationView,
  installation: Installation,
  clientSecret?: string,
): Promise<Guide | undefined> => {
  const { answers, recipe: slug } = application
  const recipe = (await book()).recipes.find((recipe) => recipe.slug === slug)
  // A recipe that asks something new since then cannot answer for itself.
  const read = recipe === undefined || answers === undefined ? undefined : readAnswers(recipe, answers)
  if (recipe === undefined || read === undefined || !read.ok) return undefined
  const told = { ...installation, ...endpointsOf(installation.base, application) }
  return guideOf(recipe, { installation: told, answers: read.answers, application }, clientSecret)
}
