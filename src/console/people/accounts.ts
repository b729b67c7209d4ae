import { type AccountSummary, createAccount, listAccounts } from '../../admin/operations/accounts.ts'
import { countAll } from '../../admin/operations/count-all.ts'
import { listGroups } from '../../admin/operations/groups.ts'
import { getSignUp } from '../../admin/operations/sign-up.ts'
import { redirect } from '../../http/respond.ts'
import { face } from '../../web/ui/faces.ts'
import { formTokenField, passwordField } from '../../web/ui/fields.ts'
import { html } from '../../web/ui/html.ts'
import { ago, button, emptyState, linkButton, note } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'
import { linkOf, showAccount, tellProblems } from './account.ts'
import {
  type AccountFields,
  type AccountValues,
  accountFields,
  blankAccount,
  focusOf,
  inputOf,
  readValues,
} from './account-form.ts'
import { accountPills } from './account-page.ts'

const home = '/console/people'

/** `GET /console/people`. */
export const accounts = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const { console, words } = sentences
  const { people: texts } = console
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const [{ accounts: found, more }, { waiting }, total] = await Promise.all([
    listAccounts(world, { search, ...page }),
    getSignUp(world),
    countAll(world, 'accounts', search),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  return showRoom(desk, {
    room: 'people',
    title: texts.title,
    lead: texts.lead,
    action: linkButton({ label: texts.create, href: `${home}/new`, id: 'create' }),
    notice: visit.query.has('deleted') ? note('right', console.deletedDone) : undefined,
    body: html`${waiting === 0 ? '' : note('info', html`${console.invitations.waiting.count({ count: waiting })} <a href="${home}/waiting">${console.invitations.waiting.title}</a>`)}${searchForm({ query: search, action: home }, sentences)}${
      found.length > 0
        ? accountTable(found, desk)
        : search === ''
          ? emptyState({ title: texts.emptyTitle, lead: texts.empty })
          : html`<p class="quiet">${words.nothingFound({ query: search })}</p>`
    }${pagerFor(desk, { offset: page.offset, count: found.length, more, total })}<p>${linkButton({ label: sentences.usernames.title, href: '/console/usernames', look: 'quiet', id: 'usernames' })}</p>`,
  })
})

const accountTable = (accounts: readonly AccountSummary[], { sentences, now }: Desk) => {
  const { console, words } = sentences
  const { people: texts } = console
  return table({
    caption: texts.title,
    columns: [{ label: texts.name }, { label: texts.email }, { label: texts.lastSignIn }, { label: console.state }],
    rows: accounts.map((account) => [
      rowName(
        account.name,
        `${home}/${account.id}`,
        html`<span translate="no">${account.username}</span>`,
        face({ name: account.name, picture: account.avatar }),
      ),
      account.email === undefined
        ? ''
        : html`<span translate="no">${account.email}</span><span class="quiet">${account.emailVerified ? words.verified : words.notVerified}</span>`,
      account.lastSignInAt === undefined ? words.never : ago(account.lastSignInAt, now, sentences),
      accountPills(account, sentences),
    ]),
  })
}

/** `GET /console/people/new`. */
export const newAccount = atDesk((desk) => {
  const typed = typedAt(desk, `${home}/new`)
  const values = typed === undefined ? blankAccount : readValues(typed)
  return showNew(desk, { values, problems: {}, blank: typed === undefined }, 200)
})

/** `POST /console/people/new`, which lets somebody in: without a password the answer's page has the one-time link, and no other page ever. */
export const createdAccount = atDesk(async (desk) => {
  const form = await desk.visit.form()
  const values = readValues(form)
  const again = await askAgain(desk, `${home}/new`)
  if (again !== undefined) return again
  const input = { ...inputOf(values), password: form.get('password') }
  const made = await createAccount(desk.world, input, desk.by)
  if (!made.ok) {
    const there = await sentBefore(desk, values)
    if (there !== undefined) return redirect(`${home}/${there.id}?done=there`)
    return showNew(desk, { values, problems: tellProblems(desk, made.problems) }, 400)
  }
  return showAccount(desk, made.account, {
    notice: note('right', desk.sentences.console.people.created({ name: made.account.name })),
    link: linkOf(desk, made.linkSecret),
  })
})

/** The account that this very form has made already: the page with its link was loaded again. */
const sentBefore = async ({ world }: Desk, { username, name, email }: AccountValues) => {
  const { accounts: found } = await listAccounts(world, { search: username })
  return found.find(
    (account) =>
      account.username === username && account.name === (name || username) && (account.email ?? '') === email,
  )
}

const showNew = async (
  desk: Desk,
  filled: Pick<AccountFields, 'values' | 'problems' | 'blank'>,
  status: number,
): Promise<Response> => {
  const { world, sentences, formToken } = desk
  const { people: texts } = sentences.console
  const fields = accountFields(
    { ...filled, groups: await listGroups(world), locked: () => false, isNew: true },
    sentences,
  )
  const password = passwordField(
    {
      name: 'password',
      label: texts.password,
      hint: texts.passwordHint,
      problem: filled.problems['password'],
      autofocus: focusOf(filled) === 'password',
      autocomplete: 'new-password',
    },
    sentences,
  )
  return showRoom(
    desk,
    {
      room: 'people',
      title: texts.createTitle,
      lead: texts.createLead,
      scripts: ['peek.js', 'once.js'],
      notice: status === 200 ? undefined : note('wrong', sentences.words.lookAgain),
      body: html`<form method="post" class="narrow">${formTokenField(formToken)}${fields}${password}<div>${button({ label: texts.submitCreate, id: 'save' })}</div></form>`,
    },
    status,
  )
}
