import { type MailView, sendTestMail, type TestMail, viewMail } from '../../admin/operations/mail.ts'
import { formatNumber } from '../../locales/format.ts'
import { formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, linkButton, note, pasteBlock, section, told } from '../../web/ui/parts.ts'
import { prose } from '../../web/ui/prose.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'

/** `GET /console/mail`. */
export const mail = atDesk((desk) => showMail(desk, {}))

/** `POST /console/mail`: sends a test mail, and says what the server said. */
export const testedMail = atDesk(async (desk) => {
  const { world, visit, by, sentences } = desk
  const address = (await visit.form()).typed('address')
  const tested = await sendTestMail(world, { address, language: sentences.tag }, by)
  return showMail(desk, { address, tested }, tested.ok ? 200 : 400)
})

interface Shown {
  /** As it was typed; the administrator's own when nothing was. */
  readonly address?: string
  readonly tested?: TestMail
}

const showMail = async (desk: Desk, shown: Shown, status = 200): Promise<Response> => {
  const view = await viewMail(desk.world)
  const { mail: texts } = desk.sentences.console
  return showRoom(
    desk,
    {
      room: 'mail',
      title: texts.title,
      lead: texts.lead,
      scripts: ['times.js', 'once.js', 'copy.js'],
      notice: notice(shown, desk),
      body: html`${server(view, desk)}${view.server === undefined ? '' : testForm(shown, desk)}`,
    },
    status,
  )
}

const notice = ({ tested }: Shown, { sentences }: Desk): Piece => {
  const { mail: texts } = sentences.console
  if (tested === undefined) return undefined
  if (tested.ok) return note('right', texts.sent({ address: tested.address }))
  if (tested.failure === 'malformed') return note('wrong', sentences.words.lookAgain)
  const { said, failure } = tested
  return note(
    'wrong',
    html`${texts.failures[failure]}${said === undefined ? '' : html`<br>${texts.said} <code translate="no">${said}</code>`}`,
  )
}

/** What to write where, with an address of this very place as an example. */
const howToName = ({ sentences, brand, visit }: Desk): Html => {
  const { mail: texts } = sentences.console
  const { hostname } = new URL(visit.base)
  const name = brand.name.replace(/["'#$<>\\]/g, '').trim()
  const settings = `PORTICO_SMTP_URL=smtps://user:password@mail.example.org\nPORTICO_MAIL_FROM=${name} <no-reply@${hostname}>\n`
  return html`${note('info', texts.none)}${section({
    title: texts.noneTitle,
    lead: prose(texts.noneHow),
    body: html`<div class="pastes">${pasteBlock(settings, texts.noneBlock, sentences, 'smtp-settings')}</div><p class="quiet">${prose(texts.noneMore)}</p>`,
  })}`
}

const server = ({ server, waiting, failing, givenUp }: MailView, desk: Desk): Html => {
  const { sentences } = desk
  const { mail: texts } = sentences.console
  const number = (count: number): string => formatNumber(sentences.tag, count)
  if (server === undefined) return howToName(desk)
  return section({
    title: texts.server,
    body: told([
      { label: texts.host, value: html`<code translate="no">${server.host}</code>` },
      { label: texts.from, value: html`<code translate="no">${server.from}</code>` },
      { label: texts.waiting, value: number(waiting) },
      { label: texts.failing, value: number(failing) },
      { label: texts.givenUp, value: number(givenUp) },
    ]),
    aside: linkButton({ label: texts.whatFailed, href: '/console/events?kind=mail.failed', look: 'quiet' }),
  })
}

const testForm = ({ address, tested }: Shown, { sentences, formToken, administrator }: Desk): Html => {
  const { mail: texts } = sentences.console
  const malformed = tested?.ok === false && tested.failure === 'malformed'
  return section({
    title: texts.test,
    lead: texts.testLead,
    body: html`<form method="post" class="narrow">${formTokenField(formToken)}${textField({
      name: 'address',
      type: 'email',
      label: texts.address,
      value: address ?? administrator.account.email,
      problem: malformed ? sentences.problems.fields.email.malformed : undefined,
      autocomplete: 'email',
      maxlength: 254,
      required: true,
    })}<div>${button({ label: texts.send, id: 'send' })}</div></form>`,
  })
}
