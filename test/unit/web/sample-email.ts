import { days, hours } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { confirmEmailPage } from '../../../src/web/email/confirm-page.ts'
import { type EmailView, emailPage } from '../../../src/web/email/email-page.ts'
import { type ForgotView, forgotPage } from '../../../src/web/email/forgot-page.ts'
import { objectionPage } from '../../../src/web/email/objection-page.ts'
import { proveEmailPage } from '../../../src/web/email/prove-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { now, type SampleData } from './sample-data.ts'

/** The pages about a person's address, and about a password that was forgotten. */
export const sampleEmailPages = (
  sentences: Sentences,
  brand: Brand,
  data: SampleData,
): Readonly<Record<string, string>> => {
  const formToken = '123'
  const person = { name: data.person, detail: data.username }
  const { code, email: ofEmail } = sentences.problems.fields
  const whole: EmailView = {
    visitor: { person, administrator: false, formToken },
    address: data.email,
    verified: { by: 'mail', since: now - days(40) },
    mailWorks: true,
  }
  const proving = { formToken, person, application: { name: data.applications[0] } }
  const email = (view: Partial<EmailView>): string => emailPage({ ...whole, ...view }, sentences, brand)
  const forgot = (view: Partial<ForgotView>): string =>
    forgotPage({ formToken, mailWorks: true, ...view }, sentences, brand)
  const pending = { address: `1${data.email}`, codeGood: true }
  return {
    email: email({}),
    'email-vouched': email({ verified: { by: 'administrator', since: now }, againHref: '/1', done: 'proven' }),
    'email-unverified': email({ verified: undefined }),
    'email-none': email({ address: undefined, verified: undefined }),
    'email-pending': email({ pending }),
    'email-pending-wrong': email({ verified: undefined, pending, problems: { code: code.wrong } }),
    'email-pending-late': email({ pending: { ...pending, codeGood: false } }),
    'email-problem': email({ next: data.email, problems: { email: ofEmail.taken } }),
    'email-no-mail': email({ mailWorks: false, verified: undefined }),
    'email-managed': email({ managed: true, verified: { by: 'configuration', since: now } }),
    'prove-email': proveEmailPage({ ...proving, email: data.email }, sentences, brand),
    'prove-email-sent': proveEmailPage(
      {
        ...proving,
        pending: { address: data.email, codeGood: true },
        problems: { code: sentences.problems.fields.code.wrong },
      },
      sentences,
      brand,
    ),
    'prove-email-over': proveEmailPage(
      { ...proving, pending: { address: data.email, codeGood: false } },
      sentences,
      brand,
    ),
    'email-confirm': confirmEmailPage({ formToken, person, address: data.email }, sentences, brand),
    objection: objectionPage({ formToken, person, address: data.email }, sentences, brand),
    forgot: forgot({}),
    'forgot-missing': forgot({ problem: sentences.problems.codes.required }),
    'forgot-limited': forgot({ identifier: data.email, minutes: 7 }),
    'forgot-sent': forgot({ sent: hours(1) }),
    'forgot-no-mail': forgot({ mailWorks: false }),
  }
}
