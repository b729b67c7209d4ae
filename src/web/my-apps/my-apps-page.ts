import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { paths, personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html } from '../ui/html.ts'
import { emptyState, linkButton } from '../ui/parts.ts'

export interface MyAppsView {
  readonly visitor: Visitor
  readonly applications: readonly (ShownApplication & {
    readonly description?: string | undefined
    /** Where it opens; an application without such an address is listed, and leads nowhere. */
    readonly href?: string | undefined
  })[]
}

export const myAppsPage = (view: MyAppsView, sentences: Sentences, brand: Brand): string => {
  const { myApps, words } = sentences
  const many = view.applications.length > 8
  return renderHall(
    {
      title: myApps.title,
      heading: view.applications.length === 0 ? myApps.title : myApps.heading,
      visitor: view.visitor,
      ways: personalWays('myApps', view.visitor, sentences),
      scripts: many ? ['filter.js'] : [],
      body:
        view.applications.length === 0
          ? empty(view, sentences)
          : html`${many ? html`<input type="search" class="filter" data-filter="applications" hidden aria-label="${words.filter}" placeholder="${words.filter}">` : ''}<ul class="cards" id="applications">${view.applications.map(card)}</ul>`,
    },
    sentences,
    brand,
  )
}

const card = (application: MyAppsView['applications'][number]): Html => {
  const { name, description, href } = application
  const host = href !== undefined && URL.canParse(href) ? new URL(href).host : undefined
  const inside = html`${applicationIcon(application)}<span class="card-words" translate="no"><b>${name}</b>${description === undefined ? (host === undefined ? '' : html`<span class="quiet">${host}</span>`) : html`<span class="quiet">${description}</span>`}</span>`
  return html`<li>${href === undefined ? html`<div class="card app">${inside}</div>` : html`<a class="card app" href="${href}">${inside}</a>`}</li>`
}

const empty = ({ visitor }: MyAppsView, { myApps }: Sentences): Html =>
  visitor.administrator
    ? emptyState({
        title: myApps.emptyTitle,
        lead: myApps.emptyAdministrator,
        action: linkButton({ label: myApps.connect, href: paths.connect }),
      })
    : emptyState({ title: myApps.emptyTitle, lead: myApps.empty })
