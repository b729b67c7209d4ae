import { changeAccount } from '../../accounts/change.ts'
import { askToProveEmail, findEmailPending, forgetEmailPending } from '../../accounts/emails/ask.ts'
import { proveEmailByCode } from '../../accounts/emails/prove.ts'
import type { Problem } from '../../accounts/outcome.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { takeTyped } from '../../accounts/typed.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { askAgain, isFreshEnough, proveAgainHref } from '../fresh.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type EmailView, emailPage, type Proof } from './email-page.ts'

const path = '/account/email'

/** `GET /account/email`. */
export const email = (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const done = (['proven', 'saved'] as const).find((what) => visit.query.has(what))
  return showEmail(world, visit, person, { done })
}

/**
 * `POST /account/email`: sends a mail to another address, or once more to the one that waits. Another address asks for
 * the password again. Where there is no mail server it is taken as it is, and counts for nothing.
 */
export const changedEmail = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  const form = await visit.form()
  if (account.managed) return redirect(path)
  if (form.has('cancel')) {
    await forgetEmailPending(world, account.id)
    return redirect(path)
  }
  const again = form.has('again')
  const next = again ? ((await findEmailPending(world, account.id))?.address ?? '') : form.typed('email')
  const asked =
    again && (next === '' || next === account.email) ? undefined : await askAgain(world, visit, person, path)
  if (asked !== undefined) return asked
  if (!again && next === '') return refuse(world, visit, person, [{ field: 'email', code: 'required' }], next)
  if (world.mailer === undefined) {
    const changed = await changeAccount(world, account.id, { email: next }, byVisitor(visit, person))
    return changed.ok ? redirect(`${path}?saved=yes`) : refuse(world, visit, person, changed.problems, next)
  }
  const { address, userAgent } = visit
  const language = sentencesAt(visit, { accountLocale: account.locale }).tag
  const sent = await askToProveEmail(world, { account, email: next, address, userAgent, language })
  return sent.ok ? redirect(path) : refuse(world, visit, person, sent.problems, again ? undefined : next)
}

/** `POST /account/email/code`: the code in the mail, typed where it was asked for. */
export const provedEmail = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const typed = (await visit.form()).typed('code')
  const proven = await proveEmailByCode(world, person.account, typed, byVisitor(visit, person))
  return proven.ok ? redirect(`${path}?proven=yes`) : refuse(world, visit, person, proven.problems)
}

export const refuse = (
  world: WebWorld,
  visit: Visit,
  person: Person,
  problems: readonly Problem[],
  next?: string,
): Promise<Response> => {
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  return showEmail(
    world,
    visit,
    person,
    { problems: problemSentences(problems, sentences, minimumOf(world)), next },
    400,
  )
}

const showEmail = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Pick<EmailView, 'problems' | 'next' | 'done'>,
  status = 200,
): Promise<Response> => {
  const { account } = person
  const { brand } = await world.look()
  const pending = await findEmailPending(world, account.id)
  const typed = await takeTyped(world, visit, account.id)
  const since = account.verifiedEmailKey === undefined ? undefined : account.emailVerifiedAt
  const view: EmailView = {
    visitor: hallVisitor(world, visit, person, typed),
    next: typed?.form.typed('email'),
    address: account.email,
    verified: since === undefined ? undefined : { by: proofOf(account.emailVerifiedBy), since },
    mailWorks: world.mailer !== undefined,
    managed: account.managed,
    pending: pending && { address: pending.address, codeGood: pending.codeUntil > world.clock.now() },
    againHref: isFreshEnough(world, person) ? undefined : proveAgainHref(path),
    ...shown,
  }
  return page(emailPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand), { status })
}

/** `administrator:<id>` and `source:<id>` name somebody; to the person it is enough of whom there was word. */
const proofOf = (by: string | undefined): Proof => {
  const [who] = (by ?? '').split(':')
  return (['mail', 'administrator', 'source'] as const).find((known) => known === who) ?? 'configuration'
}
