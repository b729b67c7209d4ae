import type { Person } from '../../accounts/sessions/sessions.ts'
import { type Application, findByClientId } from '../../applications/application.ts'
import { audiencesIn } from '../../applications/audience.ts'
import { giveConsent } from '../../applications/grants.ts'
import { handleToBe } from '../../applications/known-as/introduce.ts'
import { tell } from '../../applications/tell.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { deny } from '../../protocol/authorize/authorize.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import type { AuthorizationRequest } from '../../protocol/authorize/request.ts'
import { stepOf } from '../../protocol/authorize/step-of.ts'
import { noteProgress } from '../../protocol/authorize/waiting.ts'
import { goOn } from '../signin/choose-account.ts'
import { showExpired, shownApplication, showOutcome } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { shownPerson, visitorAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { consentPage } from './consent-page.ts'

/** `GET /consent`: shows the values that would be sent. */
export const consent = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const requestId = visit.query.get('request') ?? ''
  const visitor = await visitorAt(world, visit)
  const pending = await findPending(world, visit.base, requestId, visitor)
  if (pending === undefined) return showExpired(world, visit)
  const step = await stepOf(world, pending, visitor.person)
  if (visitor.person === undefined || step.step !== 'consent') return goOn(world, visit, requestId)
  return showConsent(world, visit, pending.application, pending.request, visitor.person)
}

/** `POST /consent`. What somebody else was shown at this browser a moment ago is nobody's consent now. */
export const consented = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const requestId = visit.query.get('request') ?? ''
  const visitor = await visitorAt(world, visit)
  const pending = await findPending(world, visit.base, requestId, visitor)
  if (pending === undefined) return showExpired(world, visit)
  const { application, request } = pending
  const { person } = visitor
  const form = await visit.form()
  if (person === undefined || form.get('account') !== person.account.id) {
    return redirect(`/consent?request=${requestId}`)
  }
  switch (form.get('decision')) {
    case 'allow': {
      // Nobody agrees before they have proved who they are, where that was asked, nor to what they may not enter.
      if ((await stepOf(world, pending, person)).step !== 'consent') return goOn(world, visit, requestId)
      const { account } = person
      const { address, userAgent } = visitor
      await giveConsent(world, { application, account, scopes: request.scopes, address, userAgent })
      await noteProgress(world, pending.id, { consentedAccountId: account.id })
      return goOn(world, visit, requestId)
    }
    case 'deny': {
      const outcome = await deny(world, visit.base, requestId, visitor)
      return outcome === undefined ? showExpired(world, visit) : showOutcome(world, visit, outcome)
    }
    case 'switch':
      return redirect(`/sign-in?request=${requestId}&another=yes`)
    default:
      return redirect(`/consent?request=${requestId}`)
  }
}

const showConsent = async (
  world: WebWorld,
  visit: Visit,
  application: Application,
  request: AuthorizationRequest,
  person: Person,
): Promise<Response> => {
  const { account, session } = person
  const handle = await handleToBe(world, application, account)
  const { scopes } = request
  const { claims } = await tell(world, { account, application, handle, scopes, base: visit.base, signedIn: session })
  const { brand } = await world.look()
  const view = {
    formToken: formToken(world, visit),
    accountId: account.id,
    application: shownApplication(application),
    person: shownPerson(account),
    claims,
    emailMissing: scopes.includes('email') && claims['email'] === undefined,
    offline: scopes.includes('offline_access'),
    alsoFor: await namesOf(world, audiencesIn(scopes)),
    domain: application.published === undefined ? undefined : hostOf(application.clientId),
    returnHost: hostOf(request.redirectUri),
  }
  const sentences = sentencesAt(visit, { accountLocale: account.locale, uiLocales: request.uiLocales })
  return page(consentPage(view, sentences, brand), { formsLeave: true })
}

const namesOf = async (world: WebWorld, clientIds: readonly string[]): Promise<readonly string[]> =>
  (await Promise.all(clientIds.map((clientId) => findByClientId(world, clientId)))).flatMap(
    (other) => other?.name ?? [],
  )

/** Whom the answer goes to, as a person can judge it: a host, or the scheme of an app on this device. */
const hostOf = (uri: string): string => {
  const { host, protocol } = new URL(uri)
  return host === '' ? protocol.slice(0, -1) : host
}
