/**
 * What is said about one kind of application. Names are those of its recipe, and of settings; what stands between backticks is
 * typed as it is and translated by nobody.
 */
export interface RecipeTexts {
  /** What it is, in a few words. */
  readonly about: string
  /** Its questions. `host` has a label of its own for all, which may be bettered here. */
  readonly asks: Readonly<Record<string, QuestionTexts>>
  /** What a block is for, where its place does not say it. */
  readonly blocks: Readonly<Record<string, string>>
  /** Why a setting is as it is, by the setting's name. */
  readonly why: Readonly<Record<string, string>>
  /** For people who have an account there already. */
  readonly existing: string
  readonly traps: Readonly<Record<string, string>>
}

export interface QuestionTexts {
  readonly label: string
  readonly hint?: string
  /** Of a question with choices: what each one means. */
  readonly options?: Readonly<Record<string, string>>
}

export interface AllRecipeTexts {
  /** By the recipe's short name. */
  readonly recipes: Readonly<Record<string, RecipeTexts>>
  /** Why something is none, by its short name. */
  readonly notHere: Readonly<Record<string, string>>
}

/** By language. Each is read when somebody connects something: nobody who signs in waits for it. */
export const recipeBooks = new Map<string, () => Promise<AllRecipeTexts>>([
  ['en', () => import('./recipes-en/recipes.ts')],
  ['de', () => import('./recipes-de/recipes.ts')],
])

/** What is said in this language; in English, where there is none. */
export const recipeTexts = (tag: string): Promise<AllRecipeTexts> =>
  recipeBooks.get(tag)?.() ?? import('./recipes-en/recipes.ts')
