import { readFileSync, writeFileSync } from 'node:fs'
import { english } from '../../src/locales/en/english.ts'
import { type NotARelyingParty, notRelyingParties } from '../../src/recipes/not-relying-parties.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import { recipes } from '../../src/recipes/recipes.ts'
import { notHerePage, recipePage, textsOf } from './page.ts'

/**
 * Writes a page for each recipe: `node docs/recipes/generate.ts`. With `--check` it writes nothing and fails when a page is
 * not as it would be written.
 */

const link = ({ slug, name }: Pick<Recipe | NotARelyingParty, 'slug' | 'name'>): string => `[${name}](${slug}.md)`

const families = Object.entries(english.connect.families).flatMap(([family, title]) => {
  const found = recipes.filter((recipe) => recipe.family === family)
  return found.length === 0
    ? []
    : [`## ${title}`, found.map((recipe) => `- ${link(recipe)}: ${textsOf(recipe.slug).about}`).join('\n')]
})

const index = `${[
  '# Recipes',
  '<!-- Made by docs/recipes/generate.ts. -->',
  'How to connect what people run. Each page is what the console and `portico app add` show, with an example’s values.',
  ...families,
  '## Not to be connected',
  'These have nothing that could send people here to sign in. Each page says why.',
  notRelyingParties.map((party) => `- ${link(party)}`).join('\n'),
].join('\n\n')}\n`

const generated: readonly { readonly path: URL; readonly text: string }[] = [
  { path: new URL('README.md', import.meta.url), text: index },
  ...recipes.map((recipe) => ({ path: new URL(`${recipe.slug}.md`, import.meta.url), text: recipePage(recipe) })),
  ...notRelyingParties.map((party) => ({
    path: new URL(`${party.slug}.md`, import.meta.url),
    text: notHerePage(party),
  })),
]

const readOrNothing = (path: URL): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The pages that are not as they would be written now. */
export const outdated = (): readonly string[] =>
  generated.filter(({ path, text }) => readOrNothing(path) !== text).map(({ path }) => path.pathname)

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    for (const path of outdated()) console.error(`${path} is out of date: node docs/recipes/generate.ts`)
    process.exitCode = outdated().length === 0 ? 0 : 1
  } else for (const { path, text } of generated) writeFileSync(path, text)
}
