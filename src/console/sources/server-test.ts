import { type ServerTest, type ToldStep, testServer } from '../../admin/operations/test-server.ts'
import { checkboxField, formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import { button, note } from '../../web/ui/parts.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'

interface Shown {
  readonly address: string
  readonly register: boolean
  readonly tested?: ServerTest
  readonly missing?: boolean
}

/** `GET /console/servers/test`; `?address=` fills in the field. Nothing is asked of anybody before the form is sent. */
export const serverTest = atDesk(async (desk) =>
  showTest(desk, { address: desk.visit.query.typed('address').slice(0, 500), register: false }, 200),
)

/** `POST /console/servers/test`: walks the way of a sign-in and says what was found. */
export const testedServer = atDesk(async (desk) => {
  const { world, visit, brand, sentences } = desk
  const form = await visit.form()
  const asked = { address: form.typed('address'), register: form.has('register') }
  if (asked.address === '') return showTest(desk, { ...asked, missing: true }, 400)
  const tested = await testServer(world, { ...asked, name: brand.name }, sentences)
  return showTest(desk, { ...asked, tested }, 200)
})

const showTest = (desk: Desk, { address, register, tested, missing }: Shown, status: number): Response => {
  const { sentences, formToken } = desk
  const { serverTest: texts } = sentences.console
  const form = html`<form method="post" action="/console/servers/test" class="narrow">${formTokenField(formToken)}${textField(
    {
      name: 'address',
      label: texts.address,
      hint: texts.addressHint,
      value: address,
      problem: missing === true ? texts.missing : undefined,
      autofocus: tested === undefined,
      required: true,
      exact: true,
      autocomplete: 'off',
      inputmode: 'email',
      maxlength: 500,
    },
  )}${checkboxField({ name: 'register', label: texts.register, hint: texts.registerHint, checked: register })}<div>${button({ label: texts.submit, id: 'try' })}</div></form>`
  return showRoom(
    desk,
    {
      room: 'servers',
      title: texts.title,
      lead: texts.lead,
      notice: tested === undefined ? undefined : note(tested.verdict, tested.said),
      body: html`${tested === undefined ? '' : walk(tested.steps, desk)}${form}`,
    },
    status,
  )
}

/** In the order of the way: the first that is wrong is where it ends. */
const walk = (steps: readonly ToldStep[], { sentences }: Desk): Html => {
  const { connect } = sentences
  const verdicts = { right: connect.right, warning: connect.missing, wrong: connect.wrong }
  return html`<ol class="checks">${steps.map(
    ({ verdict, about, said }) =>
      html`<li class="finding ${verdict}">${icon(verdict)}<div><b>${about}</b> <span class="unseen">${verdicts[verdict]}: </span><span class="quiet">${said}</span></div></li>`,
  )}</ol>`
}
