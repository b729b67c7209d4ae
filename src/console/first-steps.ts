import { listApplications } from '../admin/operations/applications.ts'
import type { Overview } from '../admin/operations/overview.ts'
import { paths } from '../web/ui/hall.ts'
import { type Html, html } from '../web/ui/html.ts'
import { icon } from '../web/ui/icons.ts'
import { linkButton, section } from '../web/ui/parts.ts'
import type { Desk } from './desk.ts'

/** Whoever has connected more has found their way. */
const mostApplications = 3

interface Step {
  readonly title: string
  readonly lead: string
  readonly done: boolean
  readonly action?: { readonly label: string; readonly href: string }
}

/** From an empty installation to the first person in the first application; undefined once somebody has got there. */
export const firstSteps = async (
  { world, sentences, administrator }: Desk,
  figures: Pick<Overview, 'applications' | 'people'>,
): Promise<Html | undefined> => {
  if (figures.applications > mostApplications) return undefined
  const { applications } = await listApplications(world, { limit: mostApplications })
  if (applications.some(({ lastSignInAt }) => lastSignInAt !== undefined)) return undefined
  const [connected] = applications
  const { steps } = sentences.console.overview
  const { username } = administrator.account
  return list(
    [
      { title: steps.administrator, lead: steps.administratorLead({ username }), done: true },
      connected === undefined
        ? {
            title: steps.connect,
            lead: steps.connectLead,
            done: false,
            action: { label: sentences.console.applications.create, href: paths.connect },
          }
        : { title: steps.connect, lead: steps.connected({ name: connected.name }), done: true },
      {
        title: steps.signIn,
        lead: steps.signInLead,
        done: false,
        ...(connected === undefined
          ? {}
          : { action: { label: steps.settings, href: `/console/applications/${connected.id}#connection` } }),
      },
      {
        title: steps.people,
        lead: figures.people > 1 ? steps.peopleThere : steps.peopleLead,
        done: figures.people > 1,
        action: { label: sentences.console.people.create, href: '/console/people/new' },
      },
    ],
    sentences,
  )
}

/** The first that is not done has the one button that stands out. */
const list = (steps: readonly Step[], { console, words }: Desk['sentences']): Html => {
  const next = steps.findIndex(({ done }) => !done)
  const items = steps.map(({ title, lead, done, action }, at) => {
    const number = done
      ? html`<span class="step-number done">${icon('done')}<span class="unseen">${words.done}</span></span>`
      : html`<span class="step-number" aria-hidden="true">${at + 1}</span>`
    const button =
      done || action === undefined
        ? ''
        : html`<div>${linkButton({ ...action, look: at === next ? 'primary' : 'plain' })}</div>`
    return html`<li>${number}<div><h3>${title}</h3><p class="quiet">${lead}</p>${button}</div></li>`
  })
  return section({
    title: console.overview.steps.title,
    lead: console.overview.steps.lead,
    body: html`<ol class="steps">${items}</ol>`,
    id: 'first-steps',
  })
}
