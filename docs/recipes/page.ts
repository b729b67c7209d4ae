import { english } from '../../src/locales/en/english.ts'
import type { RecipeTexts } from '../../src/locales/recipe-texts.ts'
import { notHere, recipes as texts } from '../../src/locales/recipes-en/recipes.ts'
import type { Check } from '../../src/recipes/check.ts'
import type { NotARelyingParty } from '../../src/recipes/not-relying-parties.ts'
import type { Block, Recipe } from '../../src/recipes/recipe.ts'
import { clientId, clientSecret, exampleAnswers, installation, seenWell } from './example.ts'

const { connect } = english

export const textsOf = (slug: string): RecipeTexts => {
  const all: Readonly<Record<string, RecipeTexts>> = texts
  const found = all[slug]
  if (found === undefined) throw new Error(`nothing is said about ${slug}`)
  return found
}

/** Everything about one application, with an example's values. */
export const recipePage = (recipe: Recipe): string => {
  const { about, existing, traps, why } = textsOf(recipe.slug)
  const answers = exampleAnswers(recipe)
  const application = { clientId, name: recipe.name, slug: recipe.slug }
  const blocks = recipe.blocks({ installation, answers, application, clientSecret })
  const always = blocks.filter(({ only }) => only === undefined)
  return page([
    `# ${recipe.name}`,
    `<!-- Made by docs/recipes/generate.ts from src/recipes/${recipe.slug}.ts. -->`,
    `${about}.`,
    `## Connect it`,
    `In the console, choose **Connect an application**, then **${recipe.name}**; or type:`,
    fenced('sh', command(recipe)),
    questions(recipe),
    `Either way you get what is below, with your installation's values in place of those of \`${new URL(installation.base).host}\` and with a secret of its own, complete.`,
    `## Paste it`,
    ...always.flatMap((block) => blockLines(block, recipe)),
    ...restart(recipe),
    ...blocksFor('extra', connect.extra, blocks, recipe),
    ...(Object.keys(why).length === 0
      ? []
      : [`## ${connect.why}`, list(Object.entries(why).map(([name, because]) => `\`${name}\`: ${because}`))]),
    `## ${connect.existing}`,
    existing,
    ...blocks.filter(({ only }) => only === 'existing').flatMap((block) => blockLines(block, recipe)),
    `## ${connect.traps}`,
    list(Object.values(traps)),
    `## What is registered here`,
    registered(recipe),
    `## What it demands`,
    `**Try it** looks at these, on a token that was issued just then, and says what is missing and what mends it.`,
    list(recipe.checks(seenWell(answers), answers).map(demanded)),
    `## ${connect.sources}`,
    list(recipe.sources.map((source) => `<${source}>`)),
  ])
}

/** Why there is no recipe. */
export const notHerePage = ({ slug, name, sources }: NotARelyingParty): string => {
  const reasons: Readonly<Record<string, string>> = notHere
  return page([
    `# ${connect.notHere.title({ name })}`,
    '<!-- Made by docs/recipes/generate.ts from src/recipes/not-relying-parties.ts. -->',
    connect.notHere.lead,
    reasons[slug] ?? '',
    `## ${connect.sources}`,
    list(sources.map((source) => `<${source}>`)),
  ])
}

const page = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')

const fenced = (language: string, text: string): string => {
  const fence = text.includes('```') ? '````' : '```'
  return `${fence}${language}\n${text}\n${fence}`
}

const command = ({ slug, asks }: Recipe): string => {
  const [first, ...others] = asks
  const needed = others.filter((ask) => ask.kind === 'word' && ask.fallback === undefined)
  const words = [first, ...needed].flatMap((ask) => {
    if (ask === undefined || ask.kind === 'choice') return []
    return ask.name === 'host' ? [`--host ${ask.example}`] : [`--answer ${ask.name}=${ask.example}`]
  })
  return `npx portico app add ${slug} ${words.join(' ')}`
}

/** What may be answered besides: what is left out is as it says. */
const questions = (recipe: Recipe): string => {
  const { asks } = textsOf(recipe.slug)
  const rows = recipe.asks.flatMap((ask) => {
    const said = asks[ask.name] ?? { label: connect.host }
    const hint = said.hint === undefined ? '' : `. ${said.hint}`
    if (ask.kind === 'address') return []
    if (ask.kind === 'word') {
      const without = ask.fallback === undefined ? 'needed' : ask.fallback === '' ? 'none' : `\`${ask.fallback}\``
      return [`| \`--answer ${ask.name}=…\` | ${said.label}${hint} | ${without} |`]
    }
    const options = ask.options.map((option) => `\`${option}\`: ${said.options?.[option] ?? ''}`).join('<br>')
    return [`| \`--answer ${ask.name}=…\` | ${said.label}${hint}<br>${options} | \`${ask.options[0]}\` |`]
  })
  return rows.length === 0 ? '' : ['| answer | what it says | without it |', '|---|---|---|', ...rows].join('\n')
}

const blocksFor = (only: Block['only'], title: string, blocks: readonly Block[], recipe: Recipe): readonly string[] => {
  const found = blocks.filter((block) => block.only === only)
  return found.length === 0 ? [] : [`## ${title}`, ...found.flatMap((block) => blockLines(block, recipe))]
}

const blockLines = (block: Block, { slug }: Recipe): readonly string[] => {
  const { id, into, language, content, insteadOf } = block
  const place = connect.into[into.kind]({ name: into.kind === 'form' ? `*${into.name}*` : `\`${into.name}\`` })
  return [
    `${insteadOf === undefined ? '' : `*${connect.instead}* `}${place}:`,
    ...(typeof content === 'string'
      ? [fenced(language, content)]
      : [
          list(
            content.filter(({ value }) => !value.includes('\n')).map(({ label, value }) => `${label}: \`${value}\``),
          ),
          ...content
            .filter(({ value }) => value.includes('\n'))
            .flatMap(({ label, value }) => [`${label}:`, fenced('', value)]),
        ]),
    textsOf(slug).blocks[id] ?? '',
  ]
}

const restart = ({ restart }: Recipe): readonly string[] => {
  if (restart.length === 0) return [connect.noRestart]
  return [restart.length === 1 ? connect.restartOne : connect.restart, fenced('sh', restart.join('\n'))]
}

const registered = (recipe: Recipe): string => {
  const wanted = recipe.application({ installation, answers: exampleAnswers(recipe) })
  const uris = (label: string, found: readonly unknown[] = []) =>
    found.map((uri) => `${label}: \`${typeof uri === 'string' ? uri : JSON.stringify(uri)}\``)
  const kind = wanted.confidential === false ? 'it keeps no secret, and proves itself with PKCE' : 'it has a secret'
  const pkce = wanted.confidential !== false && wanted.pkce === 'required' ? [`PKCE: needed`] : []
  return list([
    ...uris('Redirect address', wanted.redirectUris),
    ...uris('Address after signing out', wanted.postLogoutRedirectUris),
    ...(wanted.launchUrl === undefined ? [] : [`Opens at: \`${wanted.launchUrl}\``]),
    `Kind: ${kind}`,
    ...pkce,
    `Signature: ${wanted.signingAlgorithm ?? 'RS256'}`,
  ])
}

const demanded = ({ code, needed, claim = '', found = '', expected = '' }: Check): string => {
  const { right } = connect.checks[code]
  const sentence = typeof right === 'string' ? right : right({ claim, found, expected })
  return needed ? sentence : `${sentence} *It lets people in without that.*`
}
