import { putting } from '../../../storage/storage.ts'
import type { ConfigurationFile } from './configuration-file.ts'
import { compareFields, type Shown, type Step } from './difference.ts'
import type { Planning } from './planning.ts'
import { managedSettings } from './stored.ts'

const sections = ['branding', 'outbound'] as const

/** Settings of the installation, field by field, and a note of which of them the file wrote. */
export const planSettings = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored } = planning
  const steps = sections.flatMap((name): readonly Step[] => {
    const wanted = withoutAbsent(file[name] ?? {})
    const held = asFields(stored.settings.get(name))
    const fields = compareFields(held, wanted)
    if (fields.length === 0) return []
    const changes = [putting('settings', { id: name, value: { ...held, ...wanted } })]
    return [{ does: 'change', what: 'setting', name, fields, changes }]
  })
  const managed = sections.flatMap((name) =>
    Object.keys(withoutAbsent(file[name] ?? {})).map((field) => `${name}.${field}`),
  )
  return [...steps, ...noteManaged(planning, managed)]
}

const noteManaged = ({ stored }: Planning, managed: readonly string[]): readonly Step[] => {
  const value = stored.settings.get(managedSettings)
  const before: readonly unknown[] = Array.isArray(value) ? value : []
  if (before.join() === managed.join()) return []
  const note = putting('settings', { id: managedSettings, value: managed })
  const gone = before.map(String).filter((name) => !managed.includes(name))
  const come = managed.filter((name) => !before.includes(name))
  return [
    ...come.map((name) => ({ does: 'change', what: 'setting', name, fields: [], changes: [note] }) as const),
    ...gone.map((name) => ({ does: 'release', what: 'setting', name, fields: [], changes: [note] }) as const),
  ]
}

const withoutAbsent = (fields: Readonly<Record<string, Shown>>): Readonly<Record<string, Shown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const asFields = (value: unknown): Readonly<Record<string, Shown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Shown>>) : {}
