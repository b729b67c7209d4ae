import { listApplications } from '../admin/operations/applications.ts'
import { type ExitCode, moment, table } from './terminal.ts'
import type { AtWork } from './with-world.ts'

export const list = async ({ world, out }: AtWork, search: string | undefined): Promise<ExitCode> => {
  const rows: (readonly string[])[] = []
  for (let offset = 0, more = true; more; offset += 200) {
    const page = await listApplications(world, { search, limit: 200, offset })
    for (const { slug, name, clientId, recipe, disabledAt, managed, lastSignInAt } of page.applications) {
      const notes = [disabledAt !== undefined && 'off', managed && 'in the configuration file']
      const last = lastSignInAt === undefined ? 'never' : moment(lastSignInAt)
      rows.push([slug, name, clientId, recipe, last, notes.filter((note) => note !== false).join(', ')])
    }
    more = page.more
  }
  out(table(['SLUG', 'NAME', 'CLIENT ID', 'RECIPE', 'LAST SIGN-IN', 'NOTES'], rows))
  return 0
}
