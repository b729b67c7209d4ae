import { missingEmails, newcomersTaken } from '../../admin/operations/applications.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { checkboxField, selectField, textareaField } from '../../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../../web/ui/html.ts'
import { type Fields, newcomerNames, problemOf } from './application-fields.ts'

/** How an application takes people from the fediverse. Folded away, unless something in it is wrong. */
export const newcomerFields = (fields: Fields, sentences: Sentences): Html | string => {
  const { newcomers: texts } = sentences.console
  const { values, locked, problems } = fields
  const inside: readonly Piece[] = [
    !locked('newcomers') &&
      selectField({
        name: 'newcomers',
        label: texts.newcomers,
        hint: texts.newcomersHint,
        value: values.newcomers,
        options: newcomersTaken.map((value) => ({ value, label: texts.choices[value] })),
      }),
    !locked('newcomerServers') &&
      textareaField({
        name: 'newcomerServers',
        label: texts.servers,
        hint: texts.serversHint,
        value: values.newcomerServers,
        problem: problemOf(fields, 'newcomerServers', sentences),
        exact: true,
      }),
    !locked('missingEmail') &&
      selectField({
        name: 'missingEmail',
        label: texts.missingEmail,
        hint: texts.missingEmailHint,
        value: values.missingEmail,
        options: missingEmails.map((value) => ({ value, label: texts.missingEmails[value] })),
      }),
    !locked('bridge') &&
      checkboxField({ name: 'bridge', label: texts.bridge, hint: texts.bridgeHint, checked: values.bridge }),
  ]
  if (inside.every((piece) => piece === false)) return ''
  const open = problems.some(({ field }) => newcomerNames.includes(field))
  return html`<details${attributes({ open })}><summary>${texts.title}</summary><div class="more">${inside}</div></details>`
}
