import { type Answers, type Block, type Given, type Recipe, secretMark } from './recipe.ts'

/** What a recipe says about one application, now. */
export interface Guide {
  readonly recipe: Recipe
  readonly answers: Answers
  readonly blocks: readonly Block[]
  /** Whether the secret is in the blocks. Otherwise its mark is, where the application has one. */
  readonly complete: boolean
}

/** Everything there is to do at the application's. Without a secret, the mark stands in its place. */
export const guideOf = (
  recipe: Recipe,
  given: Omit<Given, 'clientSecret'>,
  clientSecret: string | undefined,
): Guide => {
  const blocks = recipe.blocks({ ...given, clientSecret: clientSecret ?? secretMark })
  const marked = blocks.some((block) => textOf(block).includes(secretMark))
  return { recipe, answers: given.answers, blocks, complete: !marked }
}

/** As one text: what is entered field by field as a line each. */
export const textOf = ({ content }: Pick<Block, 'content'>): string =>
  typeof content === 'string' ? content : content.map(({ label, value }) => `${label}: ${value}`).join('\n')
