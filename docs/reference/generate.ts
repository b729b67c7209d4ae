import { readFileSync, writeFileSync } from 'node:fs'
import { configurationJsonSchema } from '../../src/admin/apply/json-schema.ts'
import { settings } from '../../src/config/settings.ts'
import { configurationPage } from './configuration-page.ts'

/**
 * Writes what is known from the code: `node docs/reference/generate.ts`. With `--check` it writes nothing and fails when
 * a file is not as it would be written.
 */

const settingsPage = (): string => {
  const sections = Object.entries(settings).map(([name, { description, form, without }]) => {
    return [
      `### \`${name}\``,
      description,
      `- Form: ${form}
- Without it: ${without}`,
    ]
  })
  return `${[introduction, ...sections.flat()].join('\n\n')}\n`
}

const introduction = `# Settings

<!-- Made by docs/reference/generate.ts from src/config/settings.ts. -->

Portico reads its settings from the environment and from a file \`.env\` in the folder it is started in. Where both have a name,
the environment counts; an empty value is no value. Everything that is wrong is told at once, and nothing starts until it
is right: that includes \`PORTICO_\` names that are no setting, unless the configuration file refers to them.

## The file \`.env\`

- One \`NAME=value\` a line; \`export\` may stand before it. Lines that are empty or begin with \`#\` say nothing.
- Without quotes a value ends with its line, and \` #\` begins a comment.
- \`'single quotes'\` are taken as they are. In \`"double quotes"\`, \`\\n\`, \`\\r\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\$\` mean a line break, a
  carriage return, a tab, a quote, a backslash and a dollar sign. Both may run over several lines.
- Nothing is expanded: \`$NAME\` stays as it is written.

## All settings`

/** Lists of a few words stand on one line where it is not too long, as the formatter has it. */
const jsonText = (value: unknown): string => {
  const lists = /^( *(?:"[^"\n]*": )?)\[\n\s+("[^"\n]*"(?:,\n\s+"[^"\n]*")*)\n\s+\](,?)$/gm
  const inLine = (whole: string, before: string, words: string, after: string) => {
    const line = `${before}[${words.replace(/,\n\s+/g, ', ')}]${after}`
    return line.length > 120 ? whole : line
  }
  return `${JSON.stringify(value, null, 2).replace(lists, inLine)}\n`
}

export const generated: readonly { readonly path: URL; readonly text: string }[] = [
  { path: new URL('settings.md', import.meta.url), text: settingsPage() },
  { path: new URL('configuration.md', import.meta.url), text: configurationPage() },
  {
    path: new URL('../../portico.schema.json', import.meta.url),
    text: jsonText(configurationJsonSchema()),
  },
]

const readOrNothing = (path: URL): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The files that are not as they would be written now. */
export const outdated = (): readonly string[] =>
  generated.filter(({ path, text }) => readOrNothing(path) !== text).map(({ path }) => path.pathname)

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    for (const path of outdated()) console.error(`${path} is out of date: node docs/reference/generate.ts`)
    process.exitCode = outdated().length === 0 ? 0 : 1
  } else for (const { path, text } of generated) writeFileSync(path, text)
}
