/** Settings in the forms that configuration files have. Whatever an installation is called, it stays one value. */

export type Settings = readonly (readonly [name: string, value: string])[]

/** `NAME=value` a line, quoted where a reader of such files would see something else. */
export const envLines = (settings: Settings): string =>
  settings.map(([name, value]) => `${name}=${envValue(value)}`).join('\n')

const envValue = (value: string): string => {
  if (/^[^\s"'`$\\#!&|;<>()]*$/.test(value)) return value
  if (!/['\n]/.test(value)) return `'${value}'`
  return `"${value.replace(/["\\$`]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

/** A file that Docker Compose reads beside compose.yaml and adds to it. A `$` there would be read as a variable. */
export const composeOverride = (service: string, settings: Settings): string =>
  [
    'services:',
    `  ${service}:`,
    '    environment:',
    ...settings.map(([name, value]) => `      ${name}: ${yamlText(value).replaceAll('$', '$$$$')}`),
  ].join('\n')

export const overrideFile = 'compose.override.yaml'

/** `name: value` a line. */
export const yamlLines = (settings: readonly (readonly [string, string | boolean | readonly string[]])[]): string =>
  settings.map(([name, value]) => `${name}: ${yamlValue(value)}`).join('\n')

const yamlValue = (value: string | boolean | readonly string[]): string => {
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? yamlText(value) : `[${value.map(yamlText).join(', ')}]`
}

/** A text in YAML, always quoted: an unquoted `no` is none. */
export const yamlText = (value: string): string => JSON.stringify(value)

/** One word of a shell. */
export const shellWord = (value: string): string =>
  /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`

/** One argument a line. */
export const shellCommand = (words: readonly string[]): string => words.join(' \\\n  ')

/** `--name=value`, as an argument. */
export const option = (name: string, value: string): string => `--${name}=${shellWord(value)}`
