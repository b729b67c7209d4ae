import {
  type ApplicationProblem,
  createApplication,
  getApplicationByClientId,
  listApplications,
  newApplicationDefaults,
  otherApplications,
} from '../../admin/operations/applications.ts'
import { countAll } from '../../admin/operations/count-all.ts'
import { listGroups } from '../../admin/operations/groups.ts'
import { listRecipes } from '../../admin/operations/recipes.ts'
import { redirect } from '../../http/respond.ts'
import { newId } from '../../lib/ids.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { formTokenField, textField } from '../../web/ui/fields.ts'
import { paths } from '../../web/ui/hall.ts'
import { html } from '../../web/ui/html.ts'
import { ago, button, emptyState, linkButton, note, pill } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'
import { showApplication } from './application.ts'
import { focusOf, mainFields, moreFields, problemOf } from './application-fields.ts'
import { type ApplicationValues, inputOf, readValues, valuesOf } from './application-form.ts'
import { knowingFields } from './application-knowing.ts'
import { newcomerFields } from './application-newcomers.ts'
import { applicationPills } from './application-page.ts'

const home = '/console/applications'

/** `GET /console/applications`. */
export const applications = atDesk(async (desk) => {
  const { world, visit, sentences, now } = desk
  const { console, words } = sentences
  const { applications: texts } = console
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const [{ applications: found, more }, total] = await Promise.all([
    listApplications(world, { search, ...page }),
    countAll(world, 'applications', search),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const recipes = new Map((await listRecipes(sentences.tag)).map(({ recipe }) => [recipe.slug, recipe.name]))
  const connect = linkButton({ label: texts.create, href: paths.connect, id: 'create' })
  const none = found.length === 0 && search === ''
  const list = table({
    caption: texts.title,
    columns: [
      { label: texts.name },
      { label: texts.connectedAs },
      { label: texts.accessGroups },
      { label: texts.lastSignIn },
      { label: console.state },
    ],
    rows: found.map((application) => [
      rowName(application.name, `${home}/${application.id}`, application.slug, applicationIcon(application)),
      html`<span translate="no">${recipes.get(application.recipe) ?? application.recipe}</span>`,
      application.accessRules.rules.length === 0
        ? texts.everybody
        : html`<a href="${home}/${application.id}/access">${texts.byRules({ count: application.accessRules.rules.length })}</a>`,
      application.lastSignInAt === undefined ? words.never : ago(application.lastSignInAt, now, sentences),
      html`${application.redirectUris.length === 0 ? pill(texts.notReady, 'warn') : ''}${applicationPills(application, sentences)}`,
    ]),
  })
  return showRoom(desk, {
    room: 'applications',
    title: texts.title,
    lead: texts.lead,
    action: none ? undefined : connect,
    notice: visit.query.has('deleted') ? note('right', console.deletedDone) : undefined,
    body: none
      ? emptyState({ title: texts.emptyTitle, lead: texts.empty, action: connect })
      : html`${searchForm({ query: search, action: home }, sentences)}${
          found.length > 0 ? list : html`<p class="quiet">${words.nothingFound({ query: search })}</p>`
        }${pagerFor(desk, { offset: page.offset, count: found.length, more, total })}`,
  })
})

interface Filled {
  readonly values: ApplicationValues
  readonly problems: readonly ApplicationProblem[]
  readonly clientSecret: string
  readonly blank?: boolean
}

/** `GET /console/applications/new`. The client id is made here, so that a form that is sent twice makes one application. */
export const newApplication = atDesk((desk) => {
  const typed = typedAt(desk, `${home}/new`)
  const blank = { ...valuesOf(newApplicationDefaults), clientId: newId(desk.world.random) }
  const values = typed === undefined ? blank : readValues(typed)
  return showNew(desk, { values, problems: [], clientSecret: '', blank: typed === undefined }, 200)
})

/** `POST /console/applications/new`: answers with the new application's page, where its secret is shown this once. */
export const createdApplication = atDesk(async (desk) => {
  const form = await desk.visit.form()
  const values = readValues(form)
  const clientSecret = form.typed('clientSecret')
  // Its tokens would be for others too.
  const again = (values.alsoFor ?? []).length > 0 ? await askAgain(desk, `${home}/new`) : undefined
  if (again !== undefined) return again
  const input = {
    ...inputOf(values),
    slug: values.slug || undefined,
    clientId: values.clientId || undefined,
    clientSecret: clientSecret || undefined,
  }
  const made = await createApplication(desk.world, input, desk.by)
  if (!made.ok) {
    const there = await sentBefore(desk, values)
    if (there !== undefined) return redirect(`${home}/${there.id}?done=there`)
    return showNew(desk, { values, problems: made.problems, clientSecret }, 400)
  }
  const { name } = made.application
  return showApplication(desk, made.application, {
    notice: note('right', desk.sentences.console.applications.created({ name })),
    clientSecret: made.clientSecret,
  })
})

/** The application that this very form has made already: the page with its secret was loaded again. */
const sentBefore = async ({ world }: Desk, { clientId, name }: ApplicationValues) => {
  const there = clientId === '' ? undefined : await getApplicationByClientId(world, clientId)
  return there?.name === name ? there : undefined
}

const showNew = async (desk: Desk, filled: Filled, status: number): Promise<Response> => {
  const { world, sentences, formToken } = desk
  const { applications: texts } = sentences.console
  const [groups, others] = await Promise.all([listGroups(world), otherApplications(world)])
  const fields = { ...filled, groups, others, locked: () => false }
  const given = textField({
    name: 'clientSecret',
    label: texts.clientSecret,
    hint: texts.clientSecretHint,
    value: filled.clientSecret,
    problem: problemOf(fields, 'clientSecret', sentences),
    autofocus: focusOf(fields) === 'clientSecret',
    exact: true,
    autocomplete: 'off',
  })
  return showRoom(
    desk,
    {
      room: 'applications',
      title: texts.createTitle,
      trail: { label: sentences.connect.title, href: paths.connect },
      lead: texts.createLead,
      notice: filled.problems.length > 0 ? note('wrong', sentences.words.lookAgain) : undefined,
      body: html`<form method="post" class="narrow">${formTokenField(formToken)}${mainFields(fields, sentences)}${newcomerFields(fields, sentences)}${knowingFields(fields, sentences)}${moreFields(fields, sentences, [given])}<div>${button({ label: texts.submitCreate, id: 'save' })}</div></form>`,
    },
    status,
  )
}
