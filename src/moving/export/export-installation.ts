import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { Plain } from '../imported.ts'
import { exportAccounts } from './accounts.ts'
import { exportApplications } from './applications.ts'
import type { Exported, ExportNote } from './exported.ts'
import { pictures } from './pictures.ts'
import { exportSources } from './sources.ts'

const settings = ['branding', 'outbound', 'signUp', 'publicClients'] as const

/**
 * Everything that `portico.yaml` has a word for, with hashes in the place of secrets: what reads it makes the same installation. Sessions, tokens,
 * signing keys, the audit log, invitations and what is left of people who are gone are a backup's.
 */
export const exportInstallation = async (world: Pick<World, 'storage'>): Promise<Exported> => {
  const { storage } = world
  const notes: ExportNote[] = []
  const note = (one: ExportNote) => void notes.push(one)
  const groups = await storage.list('groups', { orderBy: 'nameKey' })
  const draw = await pictures(world, note)
  const applications = (await storage.list('applications', { orderBy: 'slug' })).filter(
    ({ expiresAt }) => expiresAt === undefined,
  )
  const accounts = await exportAccounts(world, { groups, applications, note })
  const usernames = new Map((await storage.list('accounts')).map(({ id, username }) => [id, username] as const))
  const file: Plain = {
    groups: groups.map(groupEntry),
    accounts,
    applications: exportApplications(applications, { groups, usernames, draw, note }),
    sources: exportSources(await storage.list('sources', { orderBy: 'position' }), note, draw),
    instanceRules: (await storage.list('instanceRules')).map(ruleEntry),
    ...(await exportSettings(world, note)),
  }
  return { file: Object.fromEntries(Object.entries(file).filter(([, part]) => !isEmpty(part))), notes }
}

const groupEntry = ({ name, description }: Row<'groups'>): Plain =>
  description === '' ? { name } : { name, description }

const ruleEntry = ({ about, value, action, reason }: Row<'instanceRules'>): Plain => ({
  [about]: value,
  action,
  ...(reason === '' ? {} : { reason }),
})

const exportSettings = async ({ storage }: Pick<World, 'storage'>, note: (one: ExportNote) => void): Promise<Plain> => {
  const rows = await storage.list('settings', { where: { id: { oneOf: [...settings] } } })
  return Object.fromEntries(
    settings.flatMap((name) => {
      const value = rows.find(({ id }) => id === name)?.value
      if (typeof value !== 'object' || value === null) return []
      const { logo, ...rest } = value as Plain
      if (name !== 'branding' || typeof logo !== 'string') return [[name, value]]
      if (!logo.startsWith('/avatars/')) return [[name, value]]
      note({ about: 'branding.logo', code: 'pictures' })
      return [[name, rest]]
    }),
  )
}

const isEmpty = (part: unknown): boolean =>
  Array.isArray(part) ? part.length === 0 : typeof part === 'object' && part !== null && Object.keys(part).length === 0
