import type { Person } from '../../accounts/sessions/sessions.ts'
import type { Application } from '../../applications/application.ts'
import { launchAddress } from '../../applications/launch.ts'
import { listOpenTo } from '../../applications/open-to.ts'
import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type MyAppsView, myAppsPage } from './my-apps-page.ts'

/** `GET /`: the applications that are open to this person. */
export const myApps = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const open = await listOpenTo(world, person.account, person.session)
  const { brand } = await world.look()
  const view = {
    visitor: hallVisitor(world, visit, person),
    applications: open.map((application) => ({
      ...shownApplication(application),
      description: application.description,
      group: application.group,
      ...wayTo(application),
    })),
  }
  return page(myAppsPage(view, sentencesAt(visit, { accountLocale: person.account.locale }), brand))
}

/** Through our own address, which looks once more whether they may, and writes down that they went. */
const wayTo = (application: Application): Pick<MyAppsView['applications'][number], 'href' | 'host' | 'inNewTab'> => {
  const address = launchAddress(application)
  if (address === undefined) return {}
  const { slug, openInNewTab } = application
  return { href: `/application/launch/${slug}`, host: new URL(address).host, inNewTab: openInNewTab }
}
