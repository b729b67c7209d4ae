import { formTokenField } from '../web/ui/fields.ts'
import { type Html, html, type Piece } from '../web/ui/html.ts'
import { button, linkButton, section } from '../web/ui/parts.ts'
import { type Confirmation, confirmByName } from '../web/ui/table.ts'
import { type Desk, type RoomName, showRoom, typedAt } from './desk.ts'

export interface Deletion
  extends Omit<Confirmation, 'formToken' | 'title' | 'submit' | 'mistyped' | 'action' | 'typed'> {
  readonly room: RoomName
  /** The question. */
  readonly title: string
  /** What `cancelHref` leads back to. */
  readonly from: string
  /** Deletes, if it is not said. */
  readonly submit?: string
  /** Something else was typed last time. */
  readonly mistyped?: boolean
  /** Why it could not be done. */
  readonly notice?: Piece
}

/** The page that asks for a name before what bears it is gone. */
export const showDeletion = (desk: Desk, { room, title, from, notice, ...asked }: Deletion): Response => {
  const { sentences, formToken } = desk
  const typed = typedAt(desk, desk.visit.pathname)?.typed('confirm')
  const body = confirmByName({ submit: sentences.console.delete, ...asked, formToken, typed }, sentences)
  const status = asked.mistyped === true || notice !== undefined ? 400 : 200
  return showRoom(desk, { room, title, trail: { label: from, href: asked.cancelHref }, notice, body }, status)
}

/** What ends the page of something: switching it off or on. */
export const switchPart = (
  { sentences, formToken }: Desk,
  of: { readonly home: string; readonly off: boolean; readonly lead: string },
): Html => {
  const { enable, disable } = sentences.console
  const label = of.off ? enable : disable
  const state = button({ label, look: 'plain', name: 'state', value: of.off ? 'on' : 'off', id: 'state' })
  const body = html`<form method="post" action="${of.home}/state">${formTokenField(formToken)}<div>${state}</div></form>`
  return section({ title: label, lead: of.lead, body })
}

/** And the way to delete it, where the configuration file does not name it. */
export const deletePart = (
  { sentences }: Pick<Desk, 'sentences'>,
  of: { readonly home: string; readonly managed: boolean; readonly lead: string },
): Html => {
  const { console } = sentences
  const link = linkButton({ label: console.delete, href: `${of.home}/delete`, look: 'plain', id: 'delete' })
  return section({
    title: console.dangerous,
    lead: of.managed ? console.deleteInFile : of.lead,
    body: of.managed ? '' : html`<div>${link}</div>`,
  })
}
