import { countAll } from '../../admin/operations/count-all.ts'
import {
  addRule,
  exportRules,
  type InstanceRule,
  listRules,
  type RuleAction,
  type RuleInput,
  type RuleProblem,
  removeRule,
} from '../../admin/operations/instance-rules.ts'
import { redirect } from '../../http/respond.ts'
import type { Form } from '../../lib/forms.ts'
import { formTokenField, radioGroup, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, emptyState, linkButton, note, pill, section } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { choiceOf } from '../choices.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'
import { undoably } from '../undo.ts'

export const rulesHome = '/console/rules'

/** `GET /console/rules`. */
export const rules = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const { rules: texts } = sentences.console
  // Out of sight, on a list of thousands, is what was to be taken away.
  const search = visit.query.get('q')?.trim() ?? valueIn(typedAt(desk, `${rulesHome}/remove`)?.typed('rule'))
  const page = pageAsked(desk)
  const [{ rules: found, more }, total] = await Promise.all([
    listRules(world, { search, ...page }),
    countAll(world, 'instanceRules', search),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const none =
    search === ''
      ? emptyState({ title: texts.emptyTitle, lead: texts.empty })
      : html`<p class="quiet">${texts.nothingFound}</p>`
  return showRoom(desk, {
    room: 'rules',
    title: texts.title,
    lead: texts.lead,
    action: html`<div class="row">${linkButton({ label: texts.import.title, href: `${rulesHome}/import`, look: 'plain', id: 'import' })}${linkButton({ label: texts.create, href: `${rulesHome}/new`, id: 'create' })}</div>`,
    notice: saying(desk),
    body: html`${total === 0 ? '' : searchForm({ query: search, action: rulesHome, label: texts.find }, sentences)}${
      found.length === 0 ? none : ruleTable(found, desk)
    }${pagerFor(desk, { offset: page.offset, count: found.length, more, total })}${found.length === 0 ? '' : exports(desk)}`,
  })
})

/** What the rule with this id is about. */
const valueIn = (id = ''): string => id.replace(/^\w+:/, '').replace(/^\*$/, '')

/** `?done=added&count=3`: what was just done, and how many it signed out. */
const saying = ({ visit, sentences }: Desk): Piece => {
  const { rules: texts } = sentences.console
  const asked = Number(visit.query.get('count') ?? 0)
  const count = Number.isSafeInteger(asked) && asked > 0 ? asked : 0
  const said = {
    added: () => texts.added({ count }),
    imported: () => texts.import.done({ count }),
  }
  const done = (['added', 'imported'] as const).find((one) => one === visit.query.get('done'))
  return done && note('right', said[done]())
}

export const ruleName = ({ about, value }: Pick<InstanceRule, 'about' | 'value'>, { console }: Desk['sentences']) => {
  if (value !== '*') return value
  return about === 'domain' ? console.rules.everyServer : console.rules.everySoftware
}

const ruleTable = (found: readonly InstanceRule[], { sentences, formToken }: Desk): Html => {
  const { console } = sentences
  const { rules: texts } = console
  return table({
    caption: texts.title,
    columns: [
      { label: texts.about },
      { label: texts.action },
      { label: texts.reason },
      { label: texts.list },
      { label: texts.remove, kind: 'actions' },
    ],
    rows: found.map((rule) => {
      const name = ruleName(rule, sentences)
      const remove = button({ label: texts.remove, look: 'plain', small: true, says: texts.removeNamed({ name }) })
      return [
        rowName(name, undefined, texts.abouts[rule.about]),
        pill(texts.states[rule.action], rule.action === 'deny' ? 'bad' : 'good'),
        rule.reason === '' ? '–' : html`<span translate="no">${rule.reason}</span>`,
        rule.managed
          ? html`<span class="quiet">${console.managed}</span>`
          : rule.list === undefined
            ? texts.byHand
            : html`<span translate="no">${rule.list}</span>`,
        rule.managed
          ? ''
          : html`<form method="post" action="${rulesHome}/remove">${formTokenField(formToken)}<input type="hidden" name="rule" value="${rule.id}">${remove}</form>`,
      ]
    }),
  })
}

const exports = ({ sentences }: Desk): Html => {
  const { rules: texts } = sentences.console
  return section({
    title: texts.exportTitle,
    lead: texts.exportLead,
    body: html`<div class="row narrow"><a class="button plain" href="${rulesHome}/denied.csv" download>${texts.exportDenied}</a><a class="button plain" href="${rulesHome}/allowed.csv" download>${texts.exportAllowed}</a></div>`,
  })
}

/** `GET /console/rules/denied.csv`. */
export const deniedAsCsv = atDesk((desk) => download(desk, 'deny', 'domain_blocks.csv'))

/** `GET /console/rules/allowed.csv`. */
export const allowedAsCsv = atDesk((desk) => download(desk, 'allow', 'domain_allows.csv'))

const download = async ({ world }: Desk, action: RuleAction, name: string): Promise<Response> =>
  new Response(await exportRules(world, action), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })

/** `GET /console/rules/new`; `?value=` says what about. */
export const newRule = atDesk(async (desk) => {
  const value = desk.visit.query.typed('value').slice(0, 253)
  const typed = typedAt(desk, `${rulesHome}/new`)
  const blank: RuleInput = { about: 'domain', action: 'deny', value, reason: '' }
  return showNew(desk, typed === undefined ? blank : readValues(typed), [], 200)
})

/** `POST /console/rules/new`. */
export const addedRule = atDesk(async (desk) => {
  const again = await askAgain(desk, `${rulesHome}/new`)
  if (again !== undefined) return again
  const input = readValues(await desk.visit.form())
  const added = await addRule(desk.world, input, desk.by)
  if (!added.ok) return showNew(desk, input, added.problems, 400)
  return redirect(`${rulesHome}?done=added&count=${added.ended}`)
})

const readValues = (form: Form): RuleInput => ({
  about: choiceOf(form, 'about', ['domain', 'software']),
  action: choiceOf(form, 'action', ['deny', 'allow']),
  value: form.typed('value'),
  reason: form.typed('reason'),
})

/** `POST /console/rules/remove`. */
export const removedRule = atDesk(async (desk) => {
  const again = await askAgain(desk, rulesHome)
  if (again !== undefined) return again
  const row = await removeRule(desk.world, (await desk.visit.form()).typed('rule'), desk.by)
  if (row === undefined) return redirect(rulesHome)
  const name = ruleName(row, desk.sentences)
  return undoably(desk, { what: 'rule', name, page: rulesHome, was: { kind: 'instanceRules', row } })
})

const showNew = (desk: Desk, input: RuleInput, problems: readonly RuleProblem[], status: number): Response => {
  const { sentences, formToken } = desk
  const { rules: texts } = sentences.console
  const problem = (name: RuleProblem['field']): string | undefined => {
    const found = problems.find(({ field }) => field === name)
    return found && texts.problems[found.code]
  }
  const fields = [
    radioGroup({
      name: 'about',
      label: texts.about,
      value: input.about,
      options: (['domain', 'software'] as const).map((value) => ({
        ...{ value, label: texts.abouts[value], hint: texts.aboutHints[value] },
      })),
    }),
    textField({
      name: 'value',
      label: texts.value,
      hint: texts.valueHint,
      value: input.value,
      problem: problem('value'),
      autofocus: problem('reason') === undefined,
      required: true,
      exact: true,
      autocomplete: 'off',
      maxlength: 260,
    }),
    radioGroup({
      name: 'action',
      label: texts.action,
      value: input.action,
      options: (['deny', 'allow'] as const).map((value) => ({
        ...{ value, label: texts.actions[value], hint: texts.actionHints[value] },
      })),
    }),
    textField({
      name: 'reason',
      label: texts.reason,
      hint: texts.reasonHint,
      value: input.reason,
      problem: problem('reason'),
      autofocus: problem('reason') !== undefined,
      autocomplete: 'off',
      maxlength: 500,
    }),
  ]
  return showRoom(
    desk,
    {
      room: 'rules',
      title: texts.create,
      lead: texts.createLead,
      notice: status === 200 ? undefined : note('wrong', sentences.words.lookAgain),
      body: html`<form method="post" class="narrow">${formTokenField(formToken)}${fields}<div>${button({ label: texts.submit, id: 'save' })}</div></form>`,
    },
    status,
  )
}
