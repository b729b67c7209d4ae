import { applicationOf } from '../../applications/application.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import { fitDuration } from '../durations.ts'
import type { Plain } from '../imported.ts'
import { isPlain, present } from '../plain.ts'
import { exportAccounts } from './accounts.ts'
import { exportApplications } from './applications.ts'
import { exportDeparted } from './departed.ts'
import type { Exported, ExportNote } from './exported.ts'
import { besideFile, type Drawing, pictureFile, pictures } from './pictures.ts'
import { exportSources } from './sources.ts'

const settings = ['branding', 'outbound', 'signUp', 'publicClients', 'policy', 'usernames'] as const

/**
 * Everything that `portico.yaml` has a word for, with hashes in the place of secrets: what reads it makes the same installation. Sessions, tokens,
 * signing keys, what people allowed, the audit log and invitations are a backup's. With `beside`, pictures are meant to lie beside the file.
 */
export const exportInstallation = async (
  world: Pick<World, 'storage'>,
  { beside = false }: { readonly beside?: boolean } = {},
): Promise<Exported> => {
  const { storage } = world
  const notes: ExportNote[] = []
  const note = (one: ExportNote) => void notes.push(one)
  const groups = await storage.list('groups', { orderBy: 'nameKey' })
  const used = new Set<string>()
  const draw = beside ? besideFile(used) : await pictures(world, note)
  const applications = (await storage.list('applications', { orderBy: 'slug' }))
    .filter(({ expiresAt }) => expiresAt === undefined)
    .filter((row) => !isPublished(row, note))
  const accounts = await exportAccounts(world, { groups, applications, draw })
  const usernames = new Map((await storage.list('accounts')).map(({ id, username }) => [id, username] as const))
  const file: Plain = {
    groups: groups.map(groupEntry),
    accounts,
    applications: exportApplications(applications, { groups, usernames, draw, note }),
    sources: exportSources(await storage.list('sources', { orderBy: 'position' }), note, draw),
    instanceRules: (await storage.list('instanceRules')).map(ruleEntry),
    ...(await exportSettings(world, draw)),
    departed: await exportDeparted(world, { applications, accountIds: new Set(usernames.keys()) }),
    pictures: [...used].sort().map((id) => ({ file: pictureFile(id) })),
  }
  return {
    file: Object.fromEntries(Object.entries(file).filter(([, part]) => !isEmpty(part))),
    notes,
    pictures: [...used],
  }
}

const groupEntry = ({ name, description }: Row<'groups'>): Plain =>
  description === '' ? { name } : { name, description }

const ruleEntry = ({ about, value, action, reason }: Row<'instanceRules'>): Plain => ({
  [about]: value,
  action,
  ...(reason === '' ? {} : { reason }),
})

const exportSettings = async ({ storage }: Pick<World, 'storage'>, draw: Drawing): Promise<Plain> => {
  const rows = await storage.list('settings', { where: { id: { oneOf: [...settings] } } })
  return Object.fromEntries(
    settings.flatMap((name): readonly (readonly [string, unknown])[] => {
      const value = rows.find(({ id }) => id === name)?.value
      if (!isPlain(value)) return []
      if (name === 'policy') return [[name, Object.fromEntries(Object.entries(value).map(inWords))]]
      const { logo, ...rest } = value
      if (name !== 'branding' || typeof logo !== 'string') return [[name, value]]
      return [[name, present({ ...rest, logo: draw(logo, 'branding.logo') })]]
    }),
  )
}

const inWords = ([name, time]: readonly [string, unknown]): readonly [string, unknown] => [
  name,
  typeof time === 'number' ? fitDuration(time / 1000, 1, Number.MAX_SAFE_INTEGER).text : time,
]

/** Nobody registered it: it says again who it is when somebody comes from there. */
const isPublished = (row: Row<'applications'>, note: (one: ExportNote) => void): boolean => {
  if (applicationOf(row).published === undefined) return false
  note({ about: `applications ${row.slug}`, code: 'published' })
  return true
}

const isEmpty = (part: unknown): boolean =>
  Array.isArray(part) ? part.length === 0 : typeof part === 'object' && part !== null && Object.keys(part).length === 0
