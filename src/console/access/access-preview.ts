import type { ChangePreview } from '../../admin/operations/access.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { note, section, told } from '../../web/ui/parts.ts'
import { missedNote } from '../missed.ts'

/** What saving would change, for everybody and for one person. */
export const previewPart = (preview: ChangePreview, sentences: Sentences): Html => {
  const { access: texts } = sentences.console
  const { people, total, compared, loses, gains, claims, person } = preview
  const nothing = loses.count + gains.count + claims.length === 0
  const { claims: values, missed, username: name } = person
  return section({
    title: texts.previewTitle,
    lead: `${total > people ? texts.previewMore({ count: people, total }) : texts.previewPeople({ count: people })}${compared.count < compared.of ? ` ${texts.previewCompared(compared)}` : ''}`,
    id: 'changes',
    body: html`${nothing ? note('info', texts.previewNothing) : ''}${
      loses.count === 0 ? '' : note('warning', html`${texts.loses(loses)}: ${names(loses)}`)
    }${gains.count === 0 ? '' : note('info', html`${texts.gains(gains)}: ${names(gains)}`)}${
      claims.length === 0
        ? ''
        : told(
            claims.map((change) => ({
              label: texts.changes(change),
              value: html`${texts.forInstance} ${names({ count: 1, usernames: change.usernames.slice(0, 1) })}: <code translate="no">${shown(change.before, texts.nothing)}</code> → <code translate="no">${shown(change.after, texts.nothing)}</code>`,
            })),
          )
    }<p>${person.after.allowed ? texts.personAllowed({ name }) : texts.personRefused({ name })}</p>${told(
      Object.entries(values).map(([claim, value]) => ({
        label: html`<code translate="no">${claim}</code>`,
        value: html`<code translate="no">${shown(value, texts.nothing)}</code>`,
      })),
    )}${missed.map(({ item, claim, why, detail }) => missedNote({ number: item + 1, why, claim, detail }, sentences))}`,
  })
}

const names = ({ count, usernames }: ChangePreview['loses']): Html =>
  html`<span translate="no">${usernames.join(', ')}${count > usernames.length ? ' …' : ''}</span>`

const shown = (value: unknown, nothing: string): string => {
  if (value === undefined) return nothing
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 500)
}
