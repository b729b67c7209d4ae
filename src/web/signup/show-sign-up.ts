import { formToken } from '../../http/csrf.ts'
import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { showError } from '../signin/show-outcome.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { errandAt } from './onward.ts'
import { type SignUpView, signUpPage } from './sign-up-page.ts'

type Shown = Omit<SignUpView, 'formToken' | 'minimum' | 'application'>

/** The page on which an account is made, by whichever way, with what its person came for. */
export const showSignUp = async (
  world: WebWorld,
  visit: Visit,
  shown: Shown,
  answer: Parameters<typeof page>[1] = {},
): Promise<Response> => {
  const { brand } = await world.look()
  const errand = await errandAt(world, visit)
  const mine = { formToken: formToken(world, visit), minimum: minimumOf(world), application: errand?.application }
  return page(signUpPage({ ...mine, ...shown }, sentencesAt(visit, { uiLocales: errand?.uiLocales }), brand), answer)
}

/** A link that is good for nothing, or none any more. */
export const showOver = (
  world: WebWorld,
  visit: Visit,
  code: 'invitation_over' | 'sign_up_over' | 'sign_up_closed',
): Promise<Response> =>
  showError(world, visit, 404, { code, onward: { href: '/sign-in', label: sentencesAt(visit).signIn.title } })
