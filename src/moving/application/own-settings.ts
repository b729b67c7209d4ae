import { parseEnvFile } from '../../lib/env-file.ts'
import { isPlain } from '../plain.ts'
import { readValues } from '../read-values.ts'

/** Settings by their names, whatever file they stood in. */
export type OwnSettings = ReadonlyMap<string, string | readonly string[]>

/** An `.env` file, a YAML file of settings, or the environment in a compose file. */
export const readOwnSettings = async (text: string): Promise<OwnSettings> => {
  const { values, problems } = parseEnvFile(text)
  const names = Object.keys(values)
  // Of a YAML file hardly any line has the form NAME=value; of an .env file hardly any has not.
  if (names.length > 0 && names.length >= problems.length) return new Map(Object.entries(values))
  return fromYaml(await readValues(text))
}

const fromYaml = (values: unknown): OwnSettings => {
  const found = new Map<string, string | readonly string[]>()
  if (!isPlain(values)) return found
  const services = values['services']
  const places = isPlain(services)
    ? Object.values(services).map((one) => (isPlain(one) ? one['environment'] : undefined))
    : [values]
  for (const place of places) for (const [name, value] of pairsOf(place)) found.set(name, value)
  return found
}

function* pairsOf(place: unknown): Iterable<readonly [string, string | readonly string[]]> {
  if (Array.isArray(place)) {
    for (const line of place) {
      const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(String(line)) ?? []
      if (name !== undefined && value !== undefined) yield [name, value]
    }
  } else if (isPlain(place)) {
    for (const [name, value] of Object.entries(place)) {
      if (Array.isArray(value)) yield [name, value.map(String)]
      else if (['string', 'number', 'boolean'].includes(typeof value)) yield [name, String(value)]
    }
  }
}

/** The value of the first of these names; undefined for none, and for an empty one. */
export const settingOf = (settings: OwnSettings, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = settings.get(name)
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return undefined
}

export const isOn = (settings: OwnSettings, ...names: readonly string[]): boolean =>
  settingOf(settings, ...names)?.toLowerCase() === 'true'
