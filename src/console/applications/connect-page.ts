import type { ApplicationProblem, ApplicationView } from '../../admin/operations/applications.ts'
import type { AnswerProblem, Guide, NotHere, Question, Told } from '../../admin/operations/recipes.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { checkboxField, formTokenField, selectField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import { button, linkButton } from '../../web/ui/parts.ts'
import { prose } from '../../web/ui/prose.ts'
import { guideBody } from './guide-page.ts'

/** Recipes as cards by what they are for, and after them what cannot be connected. */
export const recipeCards = (found: readonly Told[], notHere: readonly NotHere[], { connect }: Sentences): Html => {
  const families = Object.entries(connect.families).map(([family, title]) => {
    const told = found.filter(({ recipe }) => recipe.family === family)
    return part(
      title,
      told.map(({ recipe, texts }) => card(recipe, html`<span class="quiet">${prose(texts.about)}</span>`)),
    )
  })
  const none = notHere.map((party) => card(party, html`<span class="quiet">${connect.notConnected}</span>`))
  return html`<div id="recipes">${families}${part(connect.notHere.heading, none)}</div>`
}

const part = (title: string, cards: readonly Html[]): Html | string =>
  cards.length === 0 ? '' : html`<section class="part"><h2>${title}</h2><ul class="cards">${cards}</ul></section>`

const card = ({ slug, name }: { readonly slug: string; readonly name: string }, below: Html): Html =>
  html`<li><a class="card app" href="/console/connect/${slug}">${applicationIcon({ name })}<span class="card-words"><b translate="no">${name}</b>${below}</span></a></li>`

export interface Asking {
  readonly told: Told
  readonly typed: Readonly<Record<string, string>>
  readonly name: string
  /** Made with the form, so that one that is sent twice connects one application. */
  readonly clientId: string
  readonly formToken: string
  readonly answers: readonly AnswerProblem[]
  readonly problems: readonly ApplicationProblem[]
}

/** The first step: where it is, and what else its recipe has to know. */
export const askingBody = (asking: Asking, sentences: Sentences): Html => {
  const { told, name, clientId, formToken, problems } = asking
  const { connect, console } = sentences
  const { recipe } = told
  const [first, ...others] = recipe.asks.map((question) => questionField(question, asking, sentences))
  const needed = recipe.asks.slice(1).some((ask) => ask.kind === 'word' && ask.fallback === undefined)
  const openHttp = problems.some(({ code }) => code === 'http_needs_loopback')
  const found = problems.filter(({ field }) => field !== 'name')
  const nameless = recipe.family === 'any'
  const called = textField({
    name: 'name',
    label: connect.name,
    hint: connect.nameHint,
    value: name,
    required: nameless,
    autofocus: nameless && asking.answers.length === 0,
    maxlength: 100,
    autocomplete: 'off',
  })
  const more = nameless ? others : html`${others}${called}`
  const open = needed || asking.answers.some(({ question }) => question !== recipe.asks[0]?.name)
  return steps([
    {
      title: connect.where,
      body: html`<form method="post" class="narrow">${formTokenField(formToken)}<input type="hidden" name="clientId" value="${clientId}">${nameless ? called : ''}${first}${
        found.length === 0
          ? ''
          : html`<p class="hint wrong">${icon('wrong')}<span>${sentencesOf(found, sentences)}</span></p>`
      }${
        openHttp
          ? checkboxField({
              name: 'allowHttp',
              label: console.applications.allowHttp,
              hint: console.applications.allowHttpHint,
            })
          : ''
      }<details${open ? html` open` : ''}><summary>${console.applications.more}</summary><div class="more">${more}</div></details><div>${button({ label: connect.submit, id: 'connect' })}</div></form>`,
    },
    { title: connect.paste, body: html`<p class="quiet">${connect.steps}</p>` },
    { title: connect.check, body: html`<p class="quiet">${connect.checkLead}</p>` },
  ])
}

const sentencesOf = (problems: readonly ApplicationProblem[], sentences: Sentences): readonly Html[] =>
  [...new Set(problems.map(({ code }) => sentences.problems.applications[code]))].map((text) => html`${text} `)

const questionField = (question: Question, { told, typed, answers }: Asking, sentences: Sentences): Html => {
  const { connect } = sentences
  const { name } = question
  const { recipe } = told
  const isFirst = recipe.asks[0] === question
  const said = told.texts.asks[name]
  const code = answers.find((problem) => problem.question === name)?.code
  const example = question.kind === 'choice' ? '' : exampleOf(question.example, sentences)
  // Some say it in their hint already.
  const saysExample = question.kind !== 'choice' && said?.hint?.includes(question.example) === true
  const hints: readonly Piece[] = [
    said?.hint === undefined ? '' : html`${prose(said.hint)} `,
    saysExample ? '' : example,
    question.kind === 'word' && question.fallback === '' ? html` ${connect.optional}` : '',
  ]
  const shared = {
    name: fieldName(name),
    label: said?.label ?? connect.host,
    hint: html`${hints}`,
    problem: code === undefined ? undefined : html`${connect.problems[code]} ${example}`,
    autofocus: answers[0]?.question === name || (answers.length === 0 && isFirst && recipe.family !== 'any'),
  }
  if (question.kind === 'choice') {
    const options = question.options.map((value) => ({ value, label: said?.options?.[value] ?? value }))
    return selectField({ ...shared, value: typed[name] ?? question.options[0], options })
  }
  const required = question.kind === 'address' || question.fallback === undefined
  const value = typed[name] ?? (question.kind === 'word' ? question.fallback : '')
  return textField({ ...shared, value, required, exact: true, autocomplete: 'off', maxlength: 300 })
}

const exampleOf = (example: string, { connect }: Sentences): Html => {
  const [before = '', after = ''] = connect.hostHint({ example: '\u{e100}' }).split('\u{e100}')
  return html`${before}<code translate="no">${example}</code>${after}`
}

/** Apart from the form's own fields, whatever a recipe calls its questions. */
export const fieldName = (question: string): string => `answer-${question}`

/** It is connected: what to paste, this once with its secret, and the check. */
export const connectedBody = (
  told: Told,
  guide: Guide,
  application: Pick<ApplicationView, 'id' | 'redirectUris'>,
  sentences: Sentences,
): Html => {
  const { connect, console } = sentences
  const [first] = told.recipe.asks
  const where = first === undefined ? '' : guide.answers[first.name]
  return steps([
    { title: connect.where, done: true, body: html`<p><code translate="no">${where}</code></p>` },
    {
      title: connect.paste,
      body: html`${guide.complete ? html`<p class="quiet">${console.secretOnce}</p>` : ''}${guideBody(told, guide, sentences)}`,
    },
    {
      title: connect.check,
      body: html`<p class="quiet">${connect.checkLead}</p><div>${linkButton({ label: connect.checkNow, href: `/console/applications/${application.id}/check`, id: 'check' })}</div>`,
    },
  ])
}

interface Step {
  readonly title: string
  readonly body: Html
  readonly done?: boolean
}

const steps = (all: readonly Step[]): Html =>
  html`<ol class="steps">${all.map(
    ({ title, body, done }, at) =>
      html`<li>${
        done === true
          ? html`<span class="step-number done">${icon('done')}</span>`
          : html`<span class="step-number" aria-hidden="true">${at + 1}</span>`
      }<div><h2>${title}</h2>${body}</div></li>`,
  )}</ol>`
