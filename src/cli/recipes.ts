import { installationAt } from '../admin/operations/installation.ts'
import { plainGuide, plainProblems } from '../admin/operations/recipe-text.ts'
import { connectApplication, findNotHere, findRecipe, listRecipes, type Told } from '../admin/operations/recipes.ts'
import { type ExitCode, printable, type Terminal, table } from './terminal.ts'
import type { AtWork } from './with-world.ts'

/** What everybody at a terminal reads. */
const tag = 'en'

export interface AddOptions {
  readonly host?: string
  readonly answer?: readonly string[]
  readonly name?: string
  readonly allowHttp?: boolean
}

/** Connects an application by its recipe, and prints what to paste into it with the secret in it. */
export const add = async (at: AtWork, slug: string, options: AddOptions): Promise<ExitCode> => {
  const { world, settings, out, err } = at
  const told = await findRecipe(slug, tag)
  if (told === undefined) {
    err(await noRecipe(slug))
    return 1
  }
  const { recipe } = told
  const typed = answersOf(options)
  if (typed === undefined) {
    err('An answer is written as --answer name=value.')
    return 2
  }
  const installation = await installationAt(world, settings.config.base)
  const { name, allowHttp } = options
  const made = await connectApplication(world, { recipe, typed, installation, name, allowHttp }, by)
  if (!made.ok) {
    for (const problem of plainProblems(made)) err(printable(problem))
    err(`\`portico app recipes ${slug}\` says what is asked, and how to answer.`)
    return 1
  }
  err(`Made ${printable(made.application.name)} (${made.application.slug}). Its secret is below and nowhere else.`)
  out(plainGuide(told, made.guide))
  return 0
}

const noRecipe = async (slug: string): Promise<string> => {
  const notHere = await findNotHere(slug, tag)
  return notHere === undefined
    ? `There is no recipe ${printable(slug)}. \`portico app recipes\` lists them.`
    : `${notHere.name} cannot be connected. ${notHere.why}`
}

const by = { via: 'command' } as const

const answersOf = ({ host, answer = [] }: AddOptions): Readonly<Record<string, string>> | undefined => {
  const pairs = answer.map((text) => /^([a-z]+)=(.*)$/is.exec(text))
  if (pairs.some((pair) => pair === null)) return undefined
  const answers = Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']))
  return host === undefined ? answers : { ...answers, host }
}

/** Every recipe, with what it asks. */
export const listAll = async ({ out }: Pick<Terminal, 'out'>): Promise<ExitCode> => {
  const rows = (await listRecipes(tag)).map(({ recipe, texts }) => [
    recipe.slug,
    recipe.name,
    recipe.asks.map((ask) => (mayBeLeft(ask) ? `[${ask.name}]` : ask.name)).join(' '),
    texts.about,
  ])
  out(table(['RECIPE', 'NAME', 'ASKS', 'WHAT IT IS'], rows))
  return 0
}

const mayBeLeft = (ask: Told['recipe']['asks'][number]): boolean =>
  ask.kind === 'choice' || (ask.kind === 'word' && ask.fallback !== undefined)

/** What one recipe asks, with every choice: what to write, and what it means. */
export const listOne = async ({ out, err }: Pick<Terminal, 'out' | 'err'>, slug: string): Promise<ExitCode> => {
  const told = await findRecipe(slug, tag)
  if (told === undefined) {
    err(await noRecipe(slug))
    return 1
  }
  const { recipe, texts } = told
  const asked = recipe.asks.flatMap((ask) => {
    const { label = '', options = {} } = texts.asks[ask.name] ?? {}
    const written = (answer: string) => (ask.name === 'host' ? `--host ${answer}` : `--answer ${ask.name}=${answer}`)
    const about = [label, mayBeLeft(ask) ? '(may be left out)' : ''].filter((part) => part !== '').join(' ')
    return ask.kind === 'choice'
      ? ['', about, ...ask.options.map((option) => `  ${written(option)}  ${options[option] ?? ''}`.trimEnd())]
      : ['', ...(about === '' ? [] : [about]), `  ${written(ask.example)}`]
  })
  out([`${recipe.name}: ${texts.about}`, ...asked].join('\n'))
  return 0
}
