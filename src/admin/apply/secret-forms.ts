import { z } from 'zod'
import { Problems } from '../../lib/problems.ts'

/** A secret may stand in the file itself, in a variable of the environment, or in a file of its own. */
export const secretForms = <const Name extends string>(name: Name, description: string) => {
  const forms = {
    [name]: z.string().min(1, 'is empty').max(1000).optional().describe(description),
    [`${name}Env`]: z
      .string()
      .min(1, 'is empty')
      .optional()
      .describe('The name of an environment variable that holds it.'),
    [`${name}File`]: z
      .string()
      .min(1, 'is empty')
      .optional()
      .describe('The path of a file that holds it, from the folder of this file.'),
  }
  return forms as { readonly [F in Name | `${Name}Env` | `${Name}File`]: z.ZodOptional<z.ZodString> }
}

/** Which forms of a secret an entry uses. More than one is refused: nobody could tell which of them counts. */
export const formsOf = (entry: object, name: string): readonly string[] =>
  [name, `${name}Env`, `${name}File`, `${name}Hash`].filter((form) => form in entry)

/** Where secrets that the file only points to are read. */
export interface SecretSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Reads a file, by its path from the configuration file's folder. Throws as `node:fs` does. */
  readFile(path: string): string
  /** The same, of a file that is no text. */
  readBytes(path: string): Uint8Array
}

/** The secret called `name` of an entry, wherever it stands; undefined when it has none. Throws `Problems`. */
export const readSecret = <Name extends string>(
  entry: { readonly [F in Name | `${Name}Env` | `${Name}File`]?: string | undefined },
  name: Name,
  sources: SecretSources,
): string | undefined => {
  const here: string | undefined = entry[name]
  if (here !== undefined) return here
  const variable: string | undefined = entry[`${name}Env`]
  if (variable !== undefined) {
    const value = sources.environment[variable]
    if (value) return value
    throw new Problems([`the environment variable ${variable} is not set`])
  }
  const path: string | undefined = entry[`${name}File`]
  if (path === undefined) return undefined
  const text = readWhole(path, sources).replace(/\r?\n$/, '')
  if (text === '') throw new Problems([`${path} is empty`])
  return text
}

const readWhole = (path: string, sources: SecretSources): string => {
  try {
    return sources.readFile(path)
  } catch {
    throw new Problems([`${path} cannot be read`])
  }
}
