import type { Person } from '../../accounts/sessions/sessions.ts'
import { ensureTryIt, type TryIt } from '../../applications/try-it.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { sameSecret } from '../../lib/secret.ts'
import { hasOwnUsername } from '../account/username.ts'
import { sentencesAt } from '../speak.ts'
import { hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type Attempt, exchange, newAttempt, requestUrl } from './exchange.ts'
import { type Mends, type TryItView, tryItPage } from './try-it-page.ts'
import { verdictsOn } from './verdicts.ts'

const attemptCookie = 'portico-try-it'
const attemptLasts = minutes(10)

/** `GET /try-it`. */
export const tryIt = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  show(world, visit, person, {})

/** `POST /try-it`: off to the sign-in, as an application sends people there. */
export const beganTryIt = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const attempt = newAttempt(world)
  const sealed = world.sealing.seal(JSON.stringify(attempt), attemptCookie)
  visit.setCookie(attemptCookie, Buffer.from(sealed).toString('base64url'), attemptLasts)
  return redirect(requestUrl(visit.base, await builtIn(world, visit, person), attempt))
}

/** `GET /try-it/callback`: what came of it. Used once, like every answer. */
export const triedIt = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const attempt = readAttempt(world, visit)
  visit.clearCookie(attemptCookie)
  const state = visit.query.get('state')
  if (attempt === undefined || state === undefined || !sameSecret(attempt.state, state)) {
    return show(world, visit, person, { failure: 'lost' })
  }
  const code = visit.query.get('code')
  if (code === undefined) {
    const error = visit.query.get('error') ?? 'no_code'
    return show(world, visit, person, {
      failure: { error, description: visit.query.get('error_description') ?? '' },
    })
  }
  const tried = await builtIn(world, visit, person)
  const came = await exchange(world, visit.base, tried, attempt, code)
  if (!came.ok) return show(world, visit, person, { failure: came })
  const { seen, idToken } = came
  return show(world, visit, person, {
    result: {
      verdicts: await verdictsOn(seen),
      mends: mendingAt(person, tried, await hasOwnUsername(world, person)),
      ...(person.account.administrator ? { vouchAt: `/console/applications/${tried.application.id}/mend` } : {}),
      algorithm: String(seen.header.alg),
      header: seen.header,
      idToken: seen.idToken,
      rawIdToken: idToken,
      userinfo: seen.userinfo,
      token: seen.token,
    },
  })
}

const builtIn = (world: WebWorld, visit: Visit, person: Person): Promise<TryIt> =>
  ensureTryIt(
    world,
    `${visit.base}/try-it/callback`,
    sentencesAt(visit, { accountLocale: person.account.locale }).tryIt.name,
  )

const readAttempt = (world: WebWorld, visit: Visit): Attempt | undefined => {
  const cookie = visit.cookie(attemptCookie)
  if (cookie === undefined) return undefined
  try {
    return JSON.parse(world.sealing.open(Buffer.from(cookie, 'base64url'), attemptCookie))
  } catch {
    return undefined
  }
}

/** Where something is put right: an administrator goes to the console, everybody else to their own account. */
const mendingAt = ({ account }: Person, { application }: TryIt, ownUsername: boolean): Mends => ({
  ...{ set_picture: '/account', set_name: '/account' },
  ...(account.administrator
    ? {
        set_email: `/console/people/${account.id}`,
        rename: `/console/people/${account.id}`,
        join_group: '/console/groups',
        allow_scope: `/console/applications/${application.id}`,
        set_algorithm: `/console/applications/${application.id}`,
      }
    : {
        ...{ set_email: '/account/email', verify_email: '/account/email' },
        ...(ownUsername ? { rename: '/account/username' } : {}),
      }),
})

const show = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Pick<TryItView, 'result' | 'failure'>,
): Promise<Response> => {
  const { brand } = await world.look()
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  const view = { visitor: hallVisitor(world, visit, person), ...shown }
  const status = shown.failure === undefined ? 200 : 400
  // The form goes on to the sign-in, which may end anywhere that a sign-in ends.
  return page(tryItPage(view, sentences, brand), { status, formsLeave: true })
}
