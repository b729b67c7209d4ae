import type { z } from 'zod'
import type { Note, Plain } from '../../moving/imported.ts'
import { applicationSchema } from '../apply/application-schema.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { accountSchema, configurationSchema, groupSchema } from '../apply/configuration-file.ts'
import { sourceSchema } from '../apply/source-schema.ts'
import type { Settled } from './import-settle.ts'

/**
 * What of it the one schema of `portico.yaml` takes. A setting that it does not know is left out of its entry, and an entry that it refuses is
 * left out of the whole; both are told.
 */
export const fit = (settled: Settled): { readonly file: ConfigurationFile; readonly left: readonly Note[] } => {
  const left: Note[] = []
  const part = (name: keyof typeof schemas, entries: readonly Plain[], called: (entry: Plain) => unknown) =>
    entries.flatMap((entry) => fitOne(schemas[name], entry, `${name} ${String(called(entry))}`, left) ?? [])
  const values = {
    accounts: part('accounts', settled.accounts, ({ username }) => username),
    groups: part('groups', settled.groups, ({ name }) => name),
    applications: part('applications', settled.applications, ({ slug }) => slug),
    sources: part('sources', settled.sources, ({ id }) => id),
  }
  // Entry by entry it has been looked at; this gives them their types.
  return { file: configurationSchema.parse(values), left }
}

const schemas = {
  accounts: accountSchema,
  groups: groupSchema,
  applications: applicationSchema,
  sources: sourceSchema,
}

const fitOne = (schema: z.ZodType, entry: Plain, about: string, left: Note[]): Plain | undefined => {
  let fitting = entry
  for (;;) {
    const parsed = schema.safeParse(fitting)
    if (parsed.success) return fitting
    const unknown = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
    )
    // Without its rules an application would let in whom they keep out.
    if (unknown.length === 0 || unknown.includes('accessRules')) {
      for (const { path, message } of parsed.error.issues) {
        left.push({ about: [about, ...path.map(String)].join('.'), code: 'refused', detail: message })
      }
      return undefined
    }
    for (const name of unknown) left.push({ about: `${about}.${name}`, code: 'unsupported' })
    fitting = Object.fromEntries(Object.entries(fitting).filter(([name]) => !unknown.includes(name)))
  }
}
