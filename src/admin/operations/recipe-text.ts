import { english } from '../../locales/en/english.ts'
import type { Guide } from '../../recipes/guide.ts'
import { textOf } from '../../recipes/guide.ts'
import type { Block } from '../../recipes/recipe.ts'
import type { Connected, Told } from './recipes.ts'

const { connect, problems } = english

/** What to do at the application's, for a terminal: the same blocks as in the console, letter by letter. */
export const plainGuide = ({ recipe, texts }: Told, { blocks, complete }: Guide): string => {
  const always = blocks.filter(({ only }) => only === undefined)
  const extra = blocks.filter(({ only }) => only === 'extra')
  const existing = blocks.filter(({ only }) => only === 'existing')
  const { restart } = recipe
  const parts: readonly string[] = [
    ...always.map((block) => plainBlock(block, texts.blocks)),
    ...(restart.length === 0
      ? [connect.noRestart]
      : [`${restart.length === 1 ? connect.restartOne : connect.restart}\n\n${restart.join('\n')}`]),
    ...(extra.length === 0 ? [] : [heading(connect.extra), ...extra.map((block) => plainBlock(block, texts.blocks))]),
    heading(connect.existing),
    texts.existing,
    ...existing.map((block) => plainBlock(block, texts.blocks)),
    heading(connect.traps),
    Object.values(texts.traps)
      .map((trap) => `- ${trap}`)
      .join('\n'),
    ...(complete ? [] : [connect.secretGone]),
  ]
  return parts.join('\n\n')
}

const heading = (text: string): string => `${text}\n${'-'.repeat(text.length)}`

const plainBlock = (block: Block, said: Readonly<Record<string, string>>): string => {
  const { id, into, insteadOf } = block
  const place = `${insteadOf === undefined ? '' : `${connect.instead} `}${connect.into[into.kind]({ name: into.name })}:`
  return [place, textOf(block), ...(said[id] === undefined ? [] : [said[id]])].join('\n\n')
}

/** What was wrong with the answers, or with what became of them: a sentence each. */
export const plainProblems = (connected: Extract<Connected, { ok: false }>): readonly string[] => [
  ...connected.answers.map(({ question, code }) => `${question}: ${connect.problems[code]}`),
  ...connected.problems.map(({ field, code }) => `${field}: ${problems.applications[code]}`),
]
