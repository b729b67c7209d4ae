import {
  changePolicy,
  countEventsLost,
  getPolicy,
  type Policy,
  type PolicyProblem,
} from '../../admin/operations/settings.ts'
import { getUsernames } from '../../admin/operations/usernames.ts'
import { redirect } from '../../http/respond.ts'
import { days } from '../../lib/clock.ts'
import type { Form } from '../../lib/forms.ts'
import { checkboxField, formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, linkButton, note, section } from '../../web/ui/parts.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'
import { type LinksShown, legalLinks } from './legal-links.ts'
import { publicClientsPart } from './public-clients-part.ts'
import { signUpPart } from './sign-up-part.ts'

export const settingsHome = '/console/settings'

type Typed = Readonly<Record<keyof Policy, string>>

interface LimitsShown {
  readonly values: Typed
  readonly problems: readonly PolicyProblem[]
  /** Events that would go, which somebody has to agree to. */
  readonly lost?: number
}

const fields = ['sessionIdle', 'sessionAbsolute', 'eventsKeptFor'] as const

/** `GET /console/settings`. */
export const settings = atDesk((desk) => showSettings(desk, {}))

/** `POST /console/settings/limits`: how long sessions and the audit log last. */
export const changedLimits = atDesk(async (desk) => {
  const form = await desk.visit.form()
  const values = readTyped(form)
  const lost = await countEventsLost(desk.world, policyOf(values))
  // Agreed to for this number of days, and no other.
  if (lost > 0 && form.typed('delete-events') !== values.eventsKeptFor)
    return showSettings(desk, { limits: { values, problems: [], lost } }, 400)
  const changed = await changePolicy(desk.world, policyOf(values), desk.by)
  if (!changed.ok) return showSettings(desk, { limits: { values, problems: changed.problems } }, 400)
  desk.world.readAgain()
  return redirect(`${settingsHome}?saved=limits`)
})

const readTyped = (form: Form): Typed => ({
  sessionIdle: form.typed('sessionIdle'),
  sessionAbsolute: form.typed('sessionAbsolute'),
  eventsKeptFor: form.typed('eventsKeptFor'),
})

/** What is not a number is none, and is refused like one that is out of range. */
const policyOf = (typed: Typed): Policy => {
  const time = (text: string): number =>
    text === '' ? Number.NaN : Math.round(Number(text.replace(',', '.')) * days(1))
  return {
    sessionIdle: time(typed.sessionIdle),
    sessionAbsolute: time(typed.sessionAbsolute),
    eventsKeptFor: time(typed.eventsKeptFor),
  }
}

const inDays = (time: number): string => String(Math.round((time / days(1)) * 1000) / 1000)

/** All sections. Each has a form of its own, so that saving one leaves the others alone. */
export const showSettings = async (
  desk: Desk,
  shown: { readonly limits?: LimitsShown; readonly links?: LinksShown; readonly signUpProblem?: string | undefined },
  status = 200,
): Promise<Response> => {
  const { world, visit, sentences } = desk
  const { settings: texts } = sentences
  const [policy, { mayChange, dependents }] = await Promise.all([getPolicy(world), getUsernames(world)])
  const stored: Typed = {
    sessionIdle: inDays(policy.sessionIdle),
    sessionAbsolute: inDays(policy.sessionAbsolute),
    eventsKeptFor: inDays(policy.eventsKeptFor),
  }
  const saved = (['limits', 'links', 'publicClients'] as const).find((what) => what === visit.query.get('saved'))
  const said =
    visit.query.get('saved') === 'sign-up' ? sentences.console.invitations.signUp.saved : saved && texts[saved].saved
  const notice = status === 200 ? said && note('right', said) : note('wrong', sentences.words.lookAgain)
  const sections: readonly Piece[] = [
    await signUpPart(desk, shown.signUpProblem),
    await publicClientsPart(desk),
    limits(shown.limits ?? { values: stored, problems: [] }, desk),
    section({
      id: 'usernames',
      title: sentences.usernames.title,
      lead: mayChange ? sentences.usernames.on : texts.usernames.off({ count: dependents.length }),
      body: html`<div>${linkButton({ label: texts.usernames.change, href: '/console/usernames', look: 'plain' })}</div>`,
    }),
    await legalLinks(desk, shown.links),
    section({
      id: 'move-in',
      title: sentences.moveIn.title,
      lead: sentences.moveIn.lead,
      body: html`<div>${linkButton({ label: sentences.moveIn.open, href: '/console/import', look: 'plain', id: 'open-import' })}</div>`,
    }),
  ]
  return showRoom(
    desk,
    { room: 'settings', title: texts.title, lead: texts.lead, notice, body: html`${sections}` },
    status,
  )
}

const limits = ({ values, problems, lost }: LimitsShown, { sentences, formToken }: Desk): Html => {
  const { limits: texts } = sentences.settings
  const first = fields.find((name) => problems.some(({ field }) => field === name))
  const inputs = fields.map((name) => {
    const problem = problems.find(({ field }) => field === name)
    return textField({
      name,
      label: texts[name].label,
      hint: texts[name].hint,
      value: values[name],
      problem:
        problem === undefined
          ? undefined
          : problem.code === 'managed'
            ? sentences.problems.codes.managed
            : texts[name][problem.code],
      autofocus: name === first,
      required: true,
      autocomplete: 'off',
      maxlength: 10,
    })
  })
  const agree =
    lost !== undefined &&
    checkboxField({
      ...{ name: 'delete-events', value: values.eventsKeptFor, label: texts.lost.label({ count: lost }) },
      problem: texts.lost.problem,
    })
  return section({
    id: 'limits',
    title: texts.title,
    lead: texts.lead,
    body: html`<form method="post" class="narrow" action="${settingsHome}/limits">${formTokenField(formToken)}${inputs}${agree}<div>${button({ label: sentences.words.save, look: 'plain', id: 'save-limits' })}</div></form>`,
  })
}
