import { getSignUp, type SignUpView, setSignUp, signUpModes } from '../../admin/operations/sign-up.ts'
import { redirect } from '../../http/respond.ts'
import { formTokenField, radioGroup } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button, note, section } from '../../web/ui/parts.ts'
import { askAgain, atDesk, type Desk, typedAt } from '../desk.ts'
import { tellProblems } from '../people/account.ts'
import { settingsHome, showSettings } from './settings.ts'

/** `POST /console/settings/sign-up`: who may make themselves an account. It asks for the password again: a thief would open the door. */
export const changedSignUp = atDesk(async (desk) => {
  const mode = (await desk.visit.form()).get('mode') ?? ''
  const again = await askAgain(desk, settingsHome)
  if (again !== undefined) return again
  const set = await setSignUp(desk.world, mode, desk.by)
  if (set.ok) return redirect(`${settingsHome}?saved=sign-up`)
  return showSettings(desk, { signUpProblem: tellProblems(desk, set.problems)['mode'] }, 400)
})

/** The section of the settings. `problem` is what was wrong with the choice. */
export const signUpPart = async (desk: Desk, problem?: string): Promise<Html> => {
  const view = await getSignUp(desk.world)
  const { signUp } = desk.sentences.console.invitations
  const typed = typedAt(desk, `${settingsHome}/sign-up`)?.get('mode')
  return section({
    id: 'sign-up',
    title: signUp.title,
    lead: signUp.lead,
    body: bodyOf(view, desk, { problem, typed }),
  })
}

const bodyOf = (
  { mode, managed, mailWorks }: SignUpView,
  desk: Desk,
  { problem, typed = mode }: { readonly problem: string | undefined; readonly typed: string | undefined },
): Html => {
  const { sentences, formToken } = desk
  const { signUp } = sentences.console.invitations
  const warning = mode === 'open' && !mailWorks ? note('warning', signUp.withoutMail) : ''
  if (managed) return html`${warning}<p><b>${signUp.modes[mode]}</b></p>${note('info', signUp.managed)}`
  return html`${warning}<form method="post" class="narrow" action="${settingsHome}/sign-up">${formTokenField(formToken)}${radioGroup(
    {
      name: 'mode',
      label: signUp.title,
      value: typed,
      ...(problem === undefined ? {} : { problem }),
      options: signUpModes.map((value) => ({
        value,
        label: signUp.modes[value],
        ...(value === 'open' && !mailWorks
          ? { hint: signUp.needsMail, disabled: mode !== 'open' }
          : { hint: signUp.hints[value] }),
      })),
    },
  )}<div>${button({ label: sentences.words.save, look: 'plain', id: 'save-sign-up' })}</div></form>`
}
