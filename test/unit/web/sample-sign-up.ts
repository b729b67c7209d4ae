import { hours } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { memberPage } from '../../../src/web/signup/member-page.ts'
import { type SignUpView, signUpPage } from '../../../src/web/signup/sign-up-page.ts'
import { toldPage } from '../../../src/web/signup/told-page.ts'
import { usernamePage } from '../../../src/web/signup/username-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import type { SampleData } from './sample-data.ts'

/** The pages on which people make themselves an account. */
export const sampleSignUpPages = (
  sentences: Sentences,
  brand: Brand,
  data: SampleData,
): Readonly<Record<string, string>> => {
  const formToken = '123'
  const [first] = data.applications
  const application = { name: first }
  const values = { name: data.person, username: data.username, email: data.email }
  const page = (view: Partial<SignUpView>): string =>
    signUpPage(
      {
        ...{ formToken, minimum: 15, way: 'mail', values: { name: '', username: '', email: '' }, signInHref: '/1' },
        ...view,
      },
      sentences,
      brand,
    )
  const { signUp, problems } = sentences
  const username = { formToken, person: { name: data.person, detail: data.email }, username: data.username }
  const member = { formToken, person: username.person, groups: [data.group, first] }
  return {
    'sign-up': page({ application }),
    'sign-up-suggested': page({ values, suggested: true }),
    'sign-up-limited': page({ values, minutes: 14 }),
    'sign-up-look': page({ way: 'look' }),
    'sign-up-invited': page({ way: 'invited' }),
    'sign-up-invited-bound': page({
      way: 'invited',
      values,
      emailFixed: true,
      application,
      problems: { username: signUp.unfit({ applications: first }), password: problems.codes.common },
    }),
    'sign-up-confirm': page({ way: 'confirm', values, emailFixed: true, signInHref: undefined }),
    'sign-up-sent': toldPage({ what: 'sent', lasts: hours(24), signInHref: '/1' }, sentences, brand),
    'sign-up-waiting': toldPage({ what: 'waiting', mailWorks: true }, sentences, brand),
    'sign-up-waiting-no-mail': toldPage({ what: 'waiting', mailWorks: false }, sentences, brand),
    'invited-member': memberPage({ ...member, what: 'offered' }, sentences, brand),
    'invited-member-joined': memberPage({ ...member, what: 'joined' }, sentences, brand),
    'invited-member-nothing': memberPage({ ...member, what: 'nothing', groups: [] }, sentences, brand),
    'choose-username': usernamePage({ ...username, application }, sentences, brand),
    'choose-username-taken': usernamePage({ ...username, problem: problems.fields.username.taken }, sentences, brand),
  }
}
