import type { Person } from '../../accounts/sessions.ts'
import type { Application } from '../../applications/application.ts'
import { listOpenTo } from '../../applications/open-to.ts'
import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { myAppsPage } from './my-apps-page.ts'

/** `GET /`: the applications that are open to this person. */
export const myApps = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const open = await listOpenTo(world, person.account.id)
  const { brand } = await world.look()
  const view = {
    visitor: hallVisitor(world, visit, person),
    applications: open.map((application) => ({
      ...shownApplication(application),
      description: application.description,
      href: launchUrl(application),
    })),
  }
  return page(myAppsPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand))
}

/** Where an application opens: as it was set, else where it lives, guessed from its first redirect URI. */
const launchUrl = ({ launchUrl, redirectUris }: Application): string | undefined => {
  if (launchUrl !== undefined) return launchUrl
  const web = redirectUris.find((uri) => /^https?:\/\//.test(uri))
  return web === undefined ? undefined : new URL(web).origin
}
