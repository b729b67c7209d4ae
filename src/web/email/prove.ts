import { askToProveEmail, findEmailPending, forgetEmailPending } from '../../accounts/emails/ask.ts'
import { proveEmailByCode } from '../../accounts/emails/prove.ts'
import { identitiesOf, profileOf } from '../../accounts/identities/identity.ts'
import type { Problem } from '../../accounts/outcome.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { stepOf } from '../../protocol/authorize/step-of.ts'
import { minimumOf } from '../setup/setup.ts'
import { goOn } from '../signin/choose-account.ts'
import { showExpired, shownApplication } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type ProveEmailView, proveEmailPage } from './prove-page.ts'

type Pending = NonNullable<Awaited<ReturnType<typeof findPending>>>

/** `GET /prove-email`: for an application that takes nobody without an address, on the way there. */
export const proveEmail = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  onTheWay(world, visit, person, (pending) => show(world, visit, person, pending, {}))

/** `POST /prove-email`: sends a code to an address, or proves one by it. It is the account's from then on, and asked for once. */
export const provedOnTheWay = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  onTheWay(world, visit, person, async (pending) => {
    const { account } = person
    const requestId = visit.query.get('request') ?? ''
    const here = `/prove-email?request=${requestId}`
    const form = await visit.form()
    if (form.has('other')) {
      await forgetEmailPending(world, account.id)
      return redirect(here)
    }
    if (form.has('code')) {
      const proven = await proveEmailByCode(world, account, form.typed('code'), byVisitor(visit, person))
      if (proven.ok) return goOn(world, visit, requestId)
      return show(world, visit, person, pending, { problems: proven.problems })
    }
    const email = form.has('again') ? ((await findEmailPending(world, account.id))?.address ?? '') : form.typed('email')
    const { address, userAgent } = visit
    const language = speaking(visit, person, pending).tag
    const sent = await askToProveEmail(world, { account, email, address, userAgent, language })
    return sent.ok ? redirect(here) : show(world, visit, person, pending, { problems: sent.problems, email })
  })

/** Only while the request waits for this very step; whoever has an address by now goes on. */
const onTheWay = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  here: (pending: Pending) => Promise<Response>,
): Promise<Response> => {
  const requestId = visit.query.get('request') ?? ''
  const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
  if (pending === undefined) return showExpired(world, visit)
  const { step } = await stepOf(world, pending, person)
  return step === 'prove-email' ? here(pending) : goOn(world, visit, requestId)
}

const speaking = (visit: Visit, { account }: Person, { request }: Pending) =>
  sentencesAt(visit, { accountLocale: account.locale, uiLocales: request.uiLocales })

const show = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  pending: Pending,
  { problems, email }: { readonly problems?: readonly Problem[]; readonly email?: string },
): Promise<Response> => {
  const { account } = person
  const { brand } = await world.look()
  const sentences = speaking(visit, person, pending)
  const waiting = await findEmailPending(world, account.id)
  const view: ProveEmailView = {
    formToken: formToken(world, visit),
    application: shownApplication(pending.application),
    person: shownPerson(account),
    pending: waiting && { address: waiting.address, codeGood: waiting.codeUntil > world.clock.now() },
    email: email ?? (await hintOf(world, account.id)),
    problems: problems && problemSentences(problems, sentences, minimumOf(world)),
  }
  const status = problems === undefined ? 200 : 400
  return page(proveEmailPage(view, sentences, brand), { status, formsLeave: true })
}

/** What the place they come from mentions fills in the field, and counts for nothing more. */
const hintOf = async (world: WebWorld, accountId: string): Promise<string | undefined> =>
  (await identitiesOf(world, accountId)).map((row) => profileOf(row).emailHint).find((hint) => hint !== undefined)
