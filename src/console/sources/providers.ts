import type { IconProblem } from '../../admin/operations/pictures.ts'
import {
  addressesOf,
  getProvider,
  inputFor,
  inputOf,
  listProviders,
  type ProviderAddresses,
  type ProviderTest,
  type ProviderView,
  presetNamed,
  presetNames,
  presets,
  previewProvider,
  saveProvider,
  testProvider,
} from '../../admin/operations/providers.ts'
import { setSourceIcon } from '../../admin/operations/source-icon.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { formatAgo, formatDay } from '../../locales/format.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { formTokenField, textareaField } from '../../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import { button, type Fact, labelledPaste, linkButton, note, pill, section, told } from '../../web/ui/parts.ts'
import { deletePart } from '../deletion.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { takingPicture } from '../undo.ts'
import { providerForm, readProvider, type ShownProvider } from './provider-form.ts'
import { providerIconPart } from './provider-icon.ts'

const home = '/console/sources'
const pathOf = (id: string): string => `${home}/${id}`

/** Of the page of all ways in, the part about providers. */
export const providersPart = async (desk: Desk): Promise<Html> => {
  const { providers: texts } = desk.sentences.console
  const list = await listProviders(desk.world)
  const rows = list.map(
    ({ id, name, on, fails, managed }) =>
      html`<li><span class="tile plain small">${icon('key')}</span><div class="words"><b>${name}</b> ${on && fails ? pill(texts.fails, 'warn') : pill(on ? texts.on : texts.off, on ? 'good' : undefined)} ${managed ? pill(desk.sentences.console.managed) : ''}<span class="quiet" translate="no">${id}</span></div><a class="button plain small" href="${pathOf(id)}">${texts.edit}<span class="unseen"> ${name}</span></a></li>`,
  )
  return section({
    title: texts.title,
    lead: texts.lead,
    id: 'providers',
    aside: linkButton({ label: texts.add, href: `${home}/new`, look: 'plain', id: 'add-provider' }),
    body: list.length === 0 ? html`<p class="quiet">${texts.none}</p>` : html`<ul class="list">${rows}</ul>`,
  })
}

/** `GET /console/sources/new`: which one, then the form for it. */
export const newProvider = atDesk(async (desk) => {
  const typed = typedAt(desk, `${home}/new`)
  if (typed !== undefined)
    return showForm(desk, { values: readProvider(typed), problems: [], isNew: true, hasSecret: false }, 200)
  const preset = presetNamed(desk.visit.query.get('preset'))
  if (preset === undefined) return choosePreset(desk)
  return showForm(desk, { values: inputFor(preset), problems: [], isNew: true, hasSecret: false }, 200)
})

/** `POST /console/sources/new`. It asks for the password again: a thief would open a door of their own. */
export const createdProvider = atDesk(async (desk) => {
  const again = await askAgain(desk, `${home}/new`)
  if (again !== undefined) return again
  const values = readProvider(await desk.visit.form())
  const saved = await saveProvider(desk.world, values, { by: desk.by, isNew: true })
  if (!saved.ok) return showForm(desk, { values, problems: saved.problems, isNew: true, hasSecret: false }, 400)
  return redirect(`${pathOf(values.id)}?done=saved`)
})

/** `GET /console/sources/:source`. */
export const provider = atDesk(async (desk) => {
  const view = await viewOf(desk)
  const typed = typedAt(desk, pathOf(view.id))
  const form = typed && { values: readProvider(typed, view.id), problems: [], isNew: false, hasSecret: view.hasSecret }
  return showProvider(desk, view, form === undefined ? {} : { form })
})

/** `POST /console/sources/:source`. */
export const changedProvider = atDesk(async (desk) => {
  const view = await viewOf(desk)
  const again = await askAgain(desk, pathOf(view.id))
  if (again !== undefined) return again
  const values = readProvider(await desk.visit.form(), view.id)
  const saved = await saveProvider(desk.world, values, { by: desk.by, isNew: false })
  if (saved.ok) return redirect(`${pathOf(view.id)}?done=saved`)
  const form = { values, problems: saved.problems, isNew: false, hasSecret: view.hasSecret }
  return showProvider(desk, view, { form }, 400)
})

/** `POST /console/sources/:source/test`. */
export const testedProvider = atDesk(async (desk) => {
  const view = await viewOf(desk)
  return showProvider(desk, view, { test: await testProvider(desk.world, view.id) })
})

/** `POST /console/sources/:source/preview`. */
export const previewedProvider = atDesk(async (desk) => {
  const view = await viewOf(desk)
  const claims = (await desk.visit.form()).typed('claims')
  const read = await previewProvider(desk.world, view.id, claims)
  return showProvider(desk, view, { claims, read })
})

/** `POST /console/sources/:source/icon`: a picture, or none from now on. */
export const changedProviderIcon = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const view = await viewOf(desk)
  const remove = (await visit.form()).has('remove')
  if (remove && !view.managed) {
    const { id, name, settings } = view
    const take = () => setSourceIcon(world, id, undefined, by)
    const of = { kind: 'sources', id, field: 'icon', path: settings.icon, take } as const
    return takingPicture(desk, { what: 'icon', name, page: pathOf(id) }, of)
  }
  const sent = await visit.file('icon')
  const set =
    sent === undefined ? ({ ok: false, code: 'required' } as const) : await setSourceIcon(world, view.id, sent, by)
  if (set.ok) return redirect(`${pathOf(view.id)}?done=saved`)
  return showProvider(desk, view, { iconProblem: set.code }, 400)
})

const viewOf = async (desk: Desk): Promise<ProviderView> => {
  const view = await getProvider(desk.world, desk.visit.path['source'] ?? '')
  if (view === undefined) throw new Refusal(404, 'not_found')
  return view
}

const choosePreset = (desk: Desk): Response => {
  const { providers: texts } = desk.sentences.console
  // What is none of these comes last, as among the recipes.
  const [other, ...named] = presetNames
  const ways = [...named, other].map((name) => {
    const isOther = name === other
    const label = isOther ? texts.other : presets[name].name
    return html`<li><a class="card app" id="preset-${name}" href="${home}/new?preset=${name}">${applicationIcon({ name: label })}<span class="card-words"><b${attributes({ translate: isOther ? undefined : 'no' })}>${label}</b></span></a></li>`
  })
  return showRoom(desk, {
    room: 'sources',
    title: texts.addTitle,
    lead: texts.presetLead,
    body: html`<ul class="cards">${ways}</ul>`,
  })
}

const showForm = (desk: Desk, shown: ShownProvider, status: number): Response => {
  const { sentences, visit } = desk
  const { providers: texts } = sentences.console
  // The name in it is what is typed, as far as anything is.
  const addresses = addressesOf(visit, /^[a-z0-9-]{1,64}$/.test(shown.values.id) ? shown.values.id : '…')
  return showRoom(
    desk,
    {
      room: 'sources',
      title: texts.addTitle,
      lead: texts.addLead,
      scripts: ['copy.js', 'peek.js', 'once.js'],
      notice: status === 200 ? undefined : note('wrong', sentences.words.lookAgain),
      body: html`${toCopy(addresses, desk)}${providerForm(shown, desk)}`,
    },
    status,
  )
}

const toCopy = (addresses: ProviderAddresses, { sentences }: Desk): Html => {
  const { providers: texts } = sentences.console
  const pastes = [
    [texts.redirectUri, addresses.redirectUri, 'redirect-uri'],
    [texts.logoutUri, addresses.backChannelLogoutUri, 'logout-uri'],
    [texts.signedOutUri, addresses.postLogoutRedirectUri, 'signed-out-uri'],
  ] as const
  return section({
    title: texts.addresses,
    lead: texts.addressesLead,
    id: 'addresses',
    body: html`<div class="pastes">${pastes.map(([label, text, id]) => labelledPaste(label, text, id, sentences))}</div>`,
  })
}

interface Shown {
  /** Why the picture that was sent is none for an icon. */
  readonly iconProblem?: IconProblem | undefined
  readonly form?: ShownProvider
  readonly test?: ProviderTest | undefined
  readonly claims?: string
  readonly read?: Awaited<ReturnType<typeof previewProvider>>
}

const showProvider = (desk: Desk, view: ProviderView, shown: Shown, status = 200): Response => {
  const { sentences, visit } = desk
  const { console, words } = sentences
  const { providers: texts } = console
  const form = shown.form ?? {
    values: inputOf(view),
    ...{ problems: [], isNew: false, hasSecret: view.hasSecret },
  }
  const saved = visit.query.get('done') === 'saved' ? note('right', texts.saved) : undefined
  return showRoom(
    desk,
    {
      room: 'sources',
      title: view.name,
      lead: texts.editLead,
      scripts: ['copy.js', 'peek.js', 'times.js', 'once.js'],
      notice: status === 200 ? saved : note('wrong', words.lookAgain),
      body: html`${warnings(view, desk)}${toCopy(view.addresses, desk)}${view.managed ? note('info', console.managedNote) : providerForm(form, desk)}${providerIconPart(view, shown.iconProblem, desk)}${testing(view, shown, desk)}${previewing(view, shown, desk)}${deletePart(desk, { home: pathOf(view.id), managed: view.managed, lead: texts.deleteLead })}`,
    },
    status,
  )
}

/** What is unsafe, what ends by itself, and what went wrong last. */
const warnings = ({ settings, trouble }: ProviderView, { sentences, now }: Desk): readonly Piece[] => {
  const { providers: texts } = sentences.console
  const { linkExisting, linkExistingUntil: until, skipVerification } = settings
  const links = linkExisting && (until === undefined || until > now)
  return [
    skipVerification && note('wrong', texts.skipWarning),
    links &&
      note(
        'warning',
        until === undefined ? texts.linkWarningForever : texts.linkWarning({ date: formatDay(sentences.tag, until) }),
      ),
    trouble !== undefined &&
      note(
        'warning',
        html`${texts.trouble({ ago: formatAgo(sentences.tag, trouble.at, now) })} ${troubleSentence(trouble, texts.troubles)} <code lang="en" translate="no">${trouble.detail}</code>`,
      ),
  ].map((piece) => (piece === false ? '' : piece))
}

const troubleSentence = (
  { code, detail }: NonNullable<ProviderView['trouble']>,
  sentences: Readonly<Record<string, string>>,
): string => sentences[detail] ?? sentences[code] ?? code

const testing = ({ id }: ProviderView, { test }: Shown, { sentences, formToken }: Desk): Html => {
  const { providers: texts } = sentences.console
  return section({
    title: texts.tests,
    lead: texts.testLead,
    id: 'test',
    body: html`${test === undefined ? '' : tested(test, sentences)}<form method="post" action="${`${pathOf(id)}/test`}">${formTokenField(formToken)}<div>${button({ label: texts.test, look: 'plain', id: 'test-it' })}</div></form>`,
  })
}

const tested = (test: ProviderTest, { console }: Desk['sentences']): Html => {
  const { providers: texts } = console
  if (!test.ok)
    return note(
      'wrong',
      html`${texts.faults[test.fault]}${test.found === undefined ? '' : html` <code translate="no">${test.found}</code>`}`,
    )
  const facts: readonly Fact[] = test.endpoints.map(([name, value]) => ({
    label: html`<code translate="no">${name}</code>`,
    value: html`<code translate="no">${value}</code>`,
  }))
  return html`${note('right', `${texts.worked} ${texts.keys({ count: test.keys })}`)}${told(facts)}`
}

const previewing = ({ id }: ProviderView, { claims, read }: Shown, { sentences, formToken }: Desk): Html => {
  const { providers: texts } = sentences.console
  return section({
    title: texts.preview,
    lead: texts.previewLead,
    id: 'preview',
    body: html`<form method="post" action="${`${pathOf(id)}/preview`}" class="narrow">${formTokenField(formToken)}${textareaField(
      {
        name: 'claims',
        label: texts.claims,
        value: claims,
        exact: true,
        rows: 8,
        problem: read === 'not_json' ? texts.notJson : undefined,
      },
    )}<div>${button({ label: texts.previewSubmit, look: 'plain', id: 'show-preview' })}</div></form>${read === undefined || read === 'not_json' ? '' : previewed(read, sentences)}`,
  })
}

const previewed = (
  read: Exclude<NonNullable<Shown['read']>, 'not_json'>,
  { console, words, openid }: Desk['sentences'],
): Html => {
  const { providers: texts } = console
  if (!read.ok) return note('wrong', texts.missing(read))
  const { profile, standing, uid } = read
  const { email } = standing
  const text = (value: string | undefined): Piece =>
    value === undefined || value === '' ? texts.shown.nobody : html`<span translate="no">${value}</span>`
  const admitted =
    standing.refusal === undefined ? words.yes : openid.problems[standing.refusal]({ place: profile.called ?? '' })
  return told([
    { label: texts.shown.subject, value: text(uid) },
    { label: texts.fields.username, value: text(profile.username) },
    { label: texts.fields.name, value: text(profile.name) },
    {
      label: texts.fields.email,
      value: html`${text(email?.address)}${email === undefined ? '' : html` (${email.verified ? texts.shown.verified : texts.shown.unverified})`}`,
    },
    { label: texts.fields.picture, value: text(profile.picture) },
    { label: texts.shown.groupsThere, value: text(read.groups.join(', ')) },
    { label: texts.shown.groups, value: text(standing.take.groups === 'ignore' ? '' : standing.groups.join(', ')) },
    { label: texts.shown.admitted, value: admitted },
    {
      label: texts.shown.administrator,
      value: standing.administrator === undefined ? texts.shown.nobody : standing.administrator ? words.yes : words.no,
    },
  ])
}
