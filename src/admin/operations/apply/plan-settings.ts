import { putting } from '../../../storage/storage.ts'
import type { ConfigurationFile } from './configuration-file.ts'
import { compareFields, type Shown, type Step } from './difference.ts'
import type { Planning } from './planning.ts'
import { managedSettings } from './stored.ts'

const sections = ['branding', 'outbound'] as const
type Fields = Readonly<Record<string, unknown>>

/** Settings of the installation, field by field, and a note of which of them the file wrote. */
export const planSettings = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const wanted = new Map(sections.map((name) => [name, withoutAbsent(file[name] ?? {})]))
  const steps = [...wanted].flatMap(([name, fields]): readonly Step[] => {
    const held = asFields(planning.stored.settings.get(name))
    const different = compareFields(shown(held), shown(fields))
    if (different.length === 0) return []
    const changes = [putting('settings', { id: name, value: { ...held, ...fields } })]
    return [{ does: 'change', what: 'setting', name, fields: different, changes }]
  })
  const managed = [...wanted].flatMap(([name, fields]) => Object.keys(fields).map((field) => `${name}.${field}`))
  return [...steps, ...noteManaged(planning, managed)]
}

const noteManaged = ({ stored }: Planning, managed: readonly string[]): readonly Step[] => {
  const value = stored.settings.get(managedSettings)
  const before = Array.isArray(value) ? value.map(String) : []
  const gone = before.filter((name) => !managed.includes(name))
  const come = managed.filter((name) => !before.includes(name))
  const changes = [putting('settings', { id: managedSettings, value: managed })]
  return [
    ...come.map((name): Step => ({ does: 'change', what: 'setting', name, fields: [], changes })),
    ...gone.map((name): Step => ({ does: 'release', what: 'setting', name, fields: [], changes })),
  ]
}

const withoutAbsent = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}

const shown = (fields: Fields): Readonly<Record<string, Shown>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.map(show) : show(value)]),
  )

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
