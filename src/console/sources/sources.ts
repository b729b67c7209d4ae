import {
  type FediverseInput,
  type FediverseProblem,
  type FediverseView,
  firstSignIns,
  getFediverse,
  setFediverse,
} from '../../admin/operations/sources.ts'
import { redirect } from '../../http/respond.ts'
import type { Form } from '../../lib/forms.ts'
import { formatNumber } from '../../locales/format.ts'
import { checkboxField, formTokenField, radioGroup, textareaField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, type Fact, linkButton, note, section, told } from '../../web/ui/parts.ts'
import { linesOf } from '../choices.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { providersPart } from './providers.ts'

const home = '/console/sources'

interface Shown {
  readonly values: FediverseInput
  readonly problems: readonly FediverseProblem[]
}

/** `GET /console/sources`: how people come who have an account somewhere else. */
export const sources = atDesk((desk) => {
  const typed = typedAt(desk, home)
  return showSources(desk, typed && { values: readValues(typed), problems: [] }, 200)
})

/** `POST /console/sources`. It asks for the password again: a thief would open the door. */
export const changedSources = atDesk(async (desk) => {
  const again = await askAgain(desk, home)
  if (again !== undefined) return again
  const values = readValues(await desk.visit.form())
  const set = await setFediverse(desk.world, values, desk.by)
  return set.ok ? redirect(`${home}?done=saved`) : showSources(desk, { values, problems: set.problems }, 400)
})

const readValues = (form: Form): FediverseInput => ({
  on: form.has('on'),
  firstSignIn: form.get('firstSignIn') ?? '',
  servers: linesOf(form.typed('servers')),
  placeholderEmailDomain: form.typed('placeholderEmailDomain'),
  vouchForPlaceholders: form.has('vouchForPlaceholders'),
  bots: form.has('bots'),
})

const showSources = async (desk: Desk, shown: Shown | undefined, status: number): Promise<Response> => {
  const { world, visit, sentences } = desk
  const { sources: texts } = sentences.console
  const view = await getFediverse(world)
  const done = visit.query.get('done')
  const said = done === 'saved' ? texts.saved : done === 'deleted' ? desk.sentences.console.deletedDone : undefined
  const saved = said === undefined ? undefined : note('right', said)
  return showRoom(
    desk,
    {
      room: 'sources',
      title: texts.title,
      lead: texts.lead,
      action: linkButton({ label: texts.test, href: '/console/servers/test', look: 'plain', id: 'test' }),
      notice: status === 200 ? saved : note('wrong', sentences.words.lookAgain),
      body: html`${vouched(view, desk)}${needed(view, desk)}${fediverse(view, shown ?? { values: valuesOf(view), problems: [] }, desk)}${numbers(view, desk)}${await providersPart(desk)}`,
    },
    status,
  )
}

const valuesOf = ({ on, settings }: FediverseView): FediverseInput => ({
  on,
  ...settings,
  placeholderEmailDomain: settings.placeholderEmailDomain ?? '',
  bots: settings.bots === 'allow',
})

/** Loudly: it is how somebody on the outside could get at what is inside. */
const vouched = ({ vouched: origins }: FediverseView, { sentences }: Desk): Html | string => {
  const { sources: texts } = sentences.console
  if (origins.length === 0) return ''
  const list = origins.map((origin) => html`<li><code translate="no">${origin}</code></li>`)
  return note(
    'warning',
    html`<b>${texts.vouchedTitle}</b><p>${texts.vouchedLead}</p><ul>${list}</ul><p class="quiet"><code translate="no">PORTICO_UNSAFE_OUTBOUND_ALLOW</code> · <code translate="no">portico.yaml: outbound.allow</code></p>`,
  )
}

/** What does not work as it is set up. */
const needed = ({ needs }: FediverseView, { sentences }: Desk): readonly Html[] => {
  const { needs: texts } = sentences.console.overview
  const { withoutPlaceholder, unseen } = needs
  return [
    ...(unseen ? [note('warning', texts.unseen_by_servers)] : []),
    ...withoutPlaceholder.map(({ id, name }) =>
      note(
        'warning',
        html`<a href="/console/applications/${id}" translate="no">${name}</a>: ${texts.no_placeholder_domain}`,
      ),
    ),
  ]
}

const fediverse = (view: FediverseView, shown: Shown, { sentences, formToken }: Desk): Html => {
  const { console, words } = sentences
  const { sources: texts } = console
  const { values, problems } = shown
  const locked = (name: string) => view.managed.includes(name)
  const problem = (name: FediverseProblem['field']): Piece => {
    const found = problems.filter(({ field }) => field === name)
    const typed = name === 'servers' ? values.servers : []
    return found.length === 0
      ? undefined
      : found.map(({ code, item }, at) => {
          const line = item === undefined ? undefined : typed[item]
          return html`${at === 0 ? '' : html`<br>`}${line === undefined ? '' : html`<code translate="no">${line}</code> `}${texts.problems[code]}`
        })
  }
  const fields: readonly Piece[] = [
    !locked('on') && checkboxField({ name: 'on', label: texts.on, hint: texts.onHint, checked: values.on }),
    !locked('firstSignIn') &&
      radioGroup({
        name: 'firstSignIn',
        label: texts.firstSignIn,
        value: values.firstSignIn,
        problem: problem('firstSignIn'),
        options: firstSignIns.map((value) => ({ value, label: texts.choices[value], hint: texts.hints[value] })),
      }),
    !locked('servers') &&
      textareaField({
        name: 'servers',
        label: texts.servers,
        hint: texts.serversHint,
        value: values.servers.join('\n'),
        problem: problem('servers'),
        exact: true,
      }),
    !locked('bots') && checkboxField({ name: 'bots', label: texts.bots, hint: texts.botsHint, checked: values.bots }),
    !locked('placeholderEmailDomain') &&
      textField({
        name: 'placeholderEmailDomain',
        label: texts.placeholder,
        hint: texts.placeholderHint,
        value: values.placeholderEmailDomain,
        problem: problem('placeholderEmailDomain'),
        exact: true,
        autocomplete: 'off',
        maxlength: 253,
      }),
    !locked('vouchForPlaceholders') &&
      checkboxField({
        name: 'vouchForPlaceholders',
        label: texts.vouch,
        hint: texts.vouchHint,
        checked: values.vouchForPlaceholders,
      }),
  ].filter((piece) => piece !== false)
  const file =
    view.managed.length === 0 ? '' : html`${note('info', console.managedNote)}${told(facts(view, sentences))}`
  const form = html`<form method="post" class="narrow">${formTokenField(formToken)}${fields}<div>${button({ label: words.save, id: 'save' })}</div></form>`
  return section({
    title: texts.fediverse,
    lead: texts.fediverseLead,
    body: html`${file}${fields.length === 0 ? '' : form}`,
    id: 'fediverse',
  })
}

/** What the configuration file says. */
const facts = ({ managed, settings, on }: FediverseView, { console, words }: Desk['sentences']): readonly Fact[] => {
  const { sources: texts } = console
  const code = (text: string | undefined): Piece => (text ? html`<code translate="no">${text}</code>` : '–')
  const all: readonly (readonly [string, string, Piece])[] = [
    ['on', console.state, on ? texts.isOn : texts.isOff],
    ['firstSignIn', texts.firstSignIn, texts.choices[settings.firstSignIn]],
    [
      'servers',
      texts.servers,
      settings.servers.map((server, at) => html`${at === 0 ? '' : html`<br>`}${code(server)}`),
    ],
    ['bots', texts.bots, settings.bots === 'allow' ? words.yes : words.no],
    ['placeholderEmailDomain', texts.placeholder, code(settings.placeholderEmailDomain)],
    ['vouchForPlaceholders', texts.vouch, settings.vouchForPlaceholders ? words.yes : words.no],
  ]
  return all.filter(([field]) => managed.includes(field)).map(([, label, value]) => ({ label, value }))
}

const numbers = ({ people, servers, rules }: FediverseView, { sentences }: Desk): Html => {
  const { sources: texts } = sentences.console
  const number = (count: number) => formatNumber(sentences.tag, count)
  return section({
    title: texts.numbers,
    body: html`${told([
      { label: texts.peopleLabel, value: number(people) },
      { label: texts.serversLabel, value: number(servers) },
      { label: texts.rulesLabel, value: number(rules) },
    ])}<div class="row narrow">${linkButton({ label: texts.seeServers, href: '/console/servers', look: 'plain' })}${linkButton({ label: texts.seeRules, href: '/console/rules', look: 'plain' })}</div>`,
  })
}
