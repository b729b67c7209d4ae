import { putting } from '../../storage/storage.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Shown, type Step } from '../apply/difference.ts'
import type { Planning } from './planning.ts'

const sections = ['branding', 'outbound', 'signUp', 'publicClients', 'policy', 'usernames'] as const
type Fields = Readonly<Record<string, unknown>>

/** Settings of the installation, field by field; what the file leaves out stays. */
export const planSettings = ({ stored }: Planning, file: ConfigurationFile): readonly Step[] =>
  sections.flatMap((name): readonly Step[] => {
    const wanted = withoutAbsent(file[name] ?? {})
    const held = asFields(stored.settings.get(name))
    const fields = compareFields(shown(held), shown(wanted))
    if (fields.length === 0) return []
    const changes = [putting('settings', { id: name, value: { ...held, ...wanted } })]
    const logo = fields.find(({ field }) => field === 'logo')?.from
    const replaces = typeof logo === 'string' ? logo : undefined
    return [{ does: 'change', what: 'setting', name, fields, changes, replaces }]
  })

const withoutAbsent = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {}

const shown = (fields: Fields): Readonly<Record<string, Shown>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.map(show) : show(value)]),
  )

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
