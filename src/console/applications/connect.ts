import { getApplicationByClientId } from '../../admin/operations/applications.ts'
import { installationAt } from '../../admin/operations/installation.ts'
import {
  connectApplication,
  findNotHere,
  findRecipe,
  listNotHere,
  listRecipes,
  type Told,
} from '../../admin/operations/recipes.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { newId } from '../../lib/ids.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { html, type Piece } from '../../web/ui/html.ts'
import { linkButton, note } from '../../web/ui/parts.ts'
import { prose } from '../../web/ui/prose.ts'
import { searchForm } from '../../web/ui/table.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'
import { type Asking, askingBody, connectedBody, fieldName, recipeCards } from './connect-page.ts'

const home = '/console/connect'

/** `GET /console/connect`: which application? */
export const chooseRecipe = atDesk(async (desk) => {
  const { visit, sentences } = desk
  const { connect } = sentences
  const search = visit.query.typed('q')
  const [found, notHere] = await Promise.all([listRecipes(sentences.tag, search), listNotHere(sentences.tag, search)])
  const byHand = linkButton({ label: connect.byHand, href: '/console/applications/new', look: 'plain' })
  const nothing = found.length + notHere.length === 0
  return showRoom(desk, {
    room: 'applications',
    title: connect.title,
    lead: connect.lead,
    action: byHand,
    body: html`${searchForm({ query: search, action: home }, sentences)}${
      nothing
        ? html`<p>${connect.none({ query: search })}</p>${recipeCards((await listRecipes(sentences.tag)).slice(-1), [], sentences)}`
        : recipeCards(found, notHere, sentences)
    }`,
  })
})

/** `GET /console/connect/:recipe`: where is it? Or why it cannot be connected. */
export const askRecipe = atDesk(async (desk) => {
  const { sentences, visit, world } = desk
  const slug = visit.path['recipe'] ?? ''
  const told = await findRecipe(slug, sentences.tag)
  if (told !== undefined) return showAsking(desk, told, { clientId: newId(world.random) }, 200)
  const none = await findNotHere(slug, sentences.tag)
  if (none === undefined) throw new Refusal(404, 'not_found')
  const { connect } = sentences
  return showRoom(desk, {
    room: 'applications',
    trail: { label: connect.title, href: home },
    title: connect.notHere.title({ name: none.name }),
    lead: connect.notHere.lead,
    body: html`<p class="narrow">${prose(none.why)}</p><div>${linkButton({ label: connect.another, href: home, look: 'plain' })}</div>`,
  })
})

/** `POST /console/connect/:recipe`: answers with what to paste. The secret is on this page and nowhere else. */
export const connectedRecipe = atDesk(async (desk) => {
  const { world, sentences, visit, by } = desk
  const told = await findRecipe(visit.path['recipe'] ?? '', sentences.tag)
  if (told === undefined) throw new Refusal(404, 'not_found')
  const { recipe } = told
  const form = await visit.form()
  const typed = Object.fromEntries(recipe.asks.map(({ name }) => [name, form.typed(fieldName(name))]))
  const [name, clientId] = [form.typed('name'), form.typed('clientId')]
  const installation = await installationAt(world, visit.base)
  const given = { recipe, typed, installation, name, clientId: clientId || undefined, allowHttp: form.has('allowHttp') }
  const made = await connectApplication(world, given, by)
  if (!made.ok) {
    // The same form once more, from a second click or by going back: the application is there, its secret has been shown.
    const taken = made.problems.some(({ field, code }) => field === 'clientId' && code === 'taken')
    const present = taken ? await getApplicationByClientId(world, clientId) : undefined
    if (present !== undefined) return redirect(`/console/applications/${present.id}#connection`)
    return showAsking(desk, told, { clientId, typed, name, answers: made.answers, problems: made.problems }, 400)
  }
  const { application, guide } = made
  return showRoom(desk, {
    ...headed(told, desk),
    scripts: ['times.js', 'once.js', 'copy.js'],
    notice: html`${note('right', sentences.console.applications.created({ name: application.name }))}${byHttp(desk)}`,
    body: connectedBody(told, guide, application, sentences),
  })
})

/** What keeps nearly every application away, said before somebody has pasted anything. */
const byHttp = ({ visit, sentences }: Desk): Piece =>
  visit.base.startsWith('https:') ? undefined : note('warning', prose(sentences.connect.httpOnly))

const showAsking = (desk: Desk, told: Told, given: Partial<Asking> & Pick<Asking, 'clientId'>, status: number) => {
  const { sentences, formToken } = desk
  const name = told.recipe.family === 'any' ? '' : told.recipe.name
  const asking: Asking = { told, formToken, typed: {}, name, answers: [], problems: [], ...given }
  const wrong = asking.answers.length + asking.problems.length > 0
  return showRoom(
    desk,
    {
      ...headed(told, desk),
      lead: sentences.connect.steps,
      notice: wrong ? note('wrong', sentences.words.lookAgain) : byHttp(desk),
      body: askingBody(asking, sentences),
    },
    status,
  )
}

const headed = ({ recipe: { name, family } }: Told, { sentences: { connect } }: Desk) => {
  const [before = '', after = ''] = connect.to({ name: '\u{e100}' }).split('\u{e100}')
  return {
    room: 'applications',
    title: family === 'any' ? connect.title : connect.to({ name }),
    heading:
      family === 'any'
        ? connect.title
        : html`<span class="heading">${applicationIcon({ name })}<span>${before}<span translate="no">${name}</span>${after}</span></span>`,
    trail: { label: connect.title, href: home },
  } as const
}
