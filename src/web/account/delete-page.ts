import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { html } from '../ui/html.ts'
import { note } from '../ui/parts.ts'
import { confirmByName } from '../ui/table.ts'

export interface DeleteView {
  readonly visitor: Visitor
  readonly name: string
  readonly username: string
  /** How many know the person. */
  readonly applications: number
  readonly mistyped?: boolean
  readonly typed?: string | undefined
  /** Refused: nobody else administers. */
  readonly last?: boolean
}

/** Sends `confirm`, the username. */
export const deletePage = (view: DeleteView, sentences: Sentences, brand: Brand): string => {
  const { delete: texts, title } = sentences.ownData
  const { what } = texts
  const { visitor, name, username, applications, mistyped = false, typed, last = false } = view
  const list = [what.gone, what.applications({ count: applications }), what.name({ username })]
  return renderHall(
    {
      title,
      heading: texts.title,
      visitor,
      ways: personalWays('data', visitor, sentences),
      slim: true,
      scripts: ['once.js'],
      notice: last ? note('wrong', texts.last) : undefined,
      body: html`<div class="stack">${list.map((sentence) => html`<p>${sentence}</p>`)}</div>${confirmByName(
        {
          formToken: visitor.formToken,
          name: username,
          title: texts.formTitle({ name }),
          lead: texts.lead,
          submit: texts.submit,
          cancelHref: '/account/data',
          mistyped,
          typed,
        },
        sentences,
      )}`,
    },
    sentences,
    brand,
  )
}

/** The end. Nothing leads on from here but the way in. */
export const deletedPage = (sentences: Sentences, brand: Brand): string => {
  const { delete: texts } = sentences.ownData
  return renderDoorway(
    { title: texts.doneTitle, heading: texts.doneTitle, lead: texts.done, body: html`` },
    sentences,
    brand,
  )
}
