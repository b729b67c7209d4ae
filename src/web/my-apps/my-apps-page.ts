import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { paths, personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, type Html, html } from '../ui/html.ts'
import { emptyState, linkButton } from '../ui/parts.ts'

export interface MyAppsView {
  readonly visitor: Visitor
  readonly applications: readonly (ShownApplication & {
    readonly description?: string | undefined
    /** Where it opens; an application without such an address is listed, and leads nowhere. */
    readonly href?: string | undefined
    /** Where that leads in the end, for who has to tell two apart. */
    readonly host?: string | undefined
    readonly inNewTab?: boolean | undefined
    /** Under which heading. Those without one come first. */
    readonly group?: string | undefined
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
          : html`${many ? html`<input type="search" class="narrow" data-filter="applications" hidden aria-label="${words.filter}" placeholder="${words.filter}">` : ''}<div class="stack" id="applications">${inGroups(view.applications).map(([group, applications]) => cards(group, applications, sentences))}</div>`,
    },
    sentences,
    brand,
  )
}

type Applications = MyAppsView['applications']

const inGroups = (applications: Applications): readonly (readonly [string, Applications])[] =>
  [...Map.groupBy(applications, ({ group = '' }) => group)].sort(([one], [other]) => one.localeCompare(other))

const cards = (group: string, applications: Applications, sentences: Sentences): Html => {
  const list = html`<ul class="cards">${applications.map((application) => card(application, sentences))}</ul>`
  return group === '' ? list : html`<section class="part"><h2 translate="no">${group}</h2>${list}</section>`
}

const card = (application: Applications[number], { myApps }: Sentences): Html => {
  const { name, description, href, host, inNewTab } = application
  const quiet = description ?? host
  const inside = html`${applicationIcon(application)}<span class="card-words" translate="no"><b>${name}</b>${quiet === undefined ? '' : html`<span class="quiet">${quiet}</span>`}${href === undefined ? html`<span class="quiet" translate="yes">${myApps.noAddress}</span>` : ''}</span>`
  return html`<li>${href === undefined ? html`<div class="card app shut">${inside}</div>` : html`<a class="card app"${attributes({ href, ...(inNewTab === true ? { target: '_blank', rel: 'noopener', title: myApps.newTab } : {}) })}>${inside}</a>`}</li>`
}

const empty = ({ visitor }: MyAppsView, { myApps }: Sentences): Html =>
  visitor.administrator
    ? emptyState({
        title: myApps.emptyTitle,
        lead: myApps.emptyAdministrator,
        action: linkButton({ label: myApps.connect, href: paths.connect }),
      })
    : emptyState({ title: myApps.emptyTitle, lead: myApps.empty })
