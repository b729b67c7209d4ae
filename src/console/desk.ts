import { findRemoval, type Removal } from '../admin/operations/removals.ts'
import type { OutgoingWorld } from '../admin/operations/world.ts'
import {
  type Administrator,
  type By,
  keepTyped,
  provedRecently,
  type Typed,
  takeTyped,
} from '../admin/operations/world.ts'
import { formToken } from '../http/csrf.ts'
import { page, redirect } from '../http/respond.ts'
import type { PersonHandler } from '../http/route.ts'
import type { Visit } from '../http/visit.ts'
import type { Time } from '../lib/clock.ts'
import type { Form } from '../lib/forms.ts'
import { pickLocale } from '../locales/pick-locale.ts'
import { type Sentences, sentencesFor } from '../locales/sentences.ts'
import type { Brand } from '../web/ui/brand.ts'
import { type Hall, paths, renderHall, type Visitor, type Ways } from '../web/ui/hall.ts'
import { html, type Piece } from '../web/ui/html.ts'
import { note } from '../web/ui/parts.ts'
import { undoNote, undoneNote } from '../web/ui/undo-note.ts'

/** What the console needs of the outside. */
export interface ConsoleWorld extends OutgoingWorld {
  readonly look: () => { readonly brand: Brand } | Promise<{ readonly brand: Brand }>
  /** What is read now and then of how the installation looks, and how long things last, has changed. */
  readonly readAgain: () => void
}

/** A request at the console: who asks, and what every page is written with. */
export interface Desk {
  readonly world: ConsoleWorld
  readonly visit: Visit
  readonly administrator: Administrator
  /** Who changes something, for the audit log. */
  readonly by: By
  readonly sentences: Sentences
  readonly brand: Brand
  readonly visitor: Visitor
  readonly formToken: string
  readonly now: Time
  /** What the administrator took away a moment ago, on the page to which that led. */
  readonly removed: (Removal & { readonly secret: string }) | undefined
  /** What the administrator has just sent, or sent from this page before they were asked who they are. */
  readonly typed: Pick<Typed, 'action' | 'form'> | undefined
}

/** A handler for `routes.ts`. The guard has seen to it that whoever comes is an administrator, and sends forms of ours. */
export const atDesk =
  (answer: (desk: Desk) => Promise<Response>): PersonHandler<ConsoleWorld, Administrator> =>
  async (world, visit, administrator) => {
    const { account } = administrator
    const { brand } = await world.look()
    const token = formToken(world, visit)
    const person = { name: account.name, detail: account.username, picture: account.avatar }
    const by = { actorId: account.id, address: visit.address, userAgent: visit.userAgent }
    const secret = visit.query.get('undo')
    const removed = secret === undefined ? undefined : await findRemoval(world, secret, by)
    const kept = await takeTyped(world, visit, account.id)
    const sent = visit.request.method === 'POST' ? await visit.form() : undefined
    const locale = pickLocale(visit.request.headers.get('accept-language'), undefined, account.locale)
    return answer({
      world,
      visit,
      administrator,
      by,
      sentences: sentencesFor(locale),
      brand,
      visitor: { person, administrator: true, formToken: token, asked: kept },
      formToken: token,
      now: world.clock.now(),
      removed: removed && secret !== undefined ? { ...removed, secret } : undefined,
      typed: sent === undefined ? kept : { action: visit.pathname, form: sent },
    })
  }

/**
 * What a thief of an administrator's session would do first asks for the password again, unless that was a short while ago. Undefined to
 * go ahead; otherwise the way to sign in and back to `to`, where what was typed waits: see `typedAt`. `secrets` are fields that do not.
 */
export const askAgain = async (
  { world, visit, administrator }: Desk,
  to: string,
  secrets: readonly string[] = [],
): Promise<Response | undefined> => {
  if (provedRecently(world, administrator)) return undefined
  await keepTyped(world, visit, { accountId: administrator.account.id, page: to, secrets })
  return redirect(`/sign-in?again=yes&to=${encodeURIComponent(to)}`)
}

/** What was typed into the form of this page that is sent to `action`, if it comes back: something is wrong, or they were asked who they are. */
export const typedAt = ({ typed }: Desk, action: string): Form | undefined =>
  typed?.action === action ? typed.form : undefined

/** What was just done, said once on the page that it led to. `?done=` names it; anything else says nothing. */
export const doneNote = (
  { visit }: Desk,
  sayings: Readonly<Record<string, (slots: { name: string }) => string>>,
  name: string,
): Piece => {
  const done = visit.query.get('done') ?? ''
  const saying = Object.hasOwn(sayings, done) ? sayings[done] : undefined
  return saying && note('right', saying({ name }))
}

const rooms = {
  overview: '/console',
  applications: '/console/applications',
  people: '/console/people',
  groups: '/console/groups',
  invitations: '/console/invitations',
  sources: '/console/sources',
  servers: '/console/servers',
  rules: '/console/rules',
  events: '/console/events',
  mail: '/console/mail',
  settings: '/console/settings',
  branding: '/console/branding',
} as const

export type RoomName = keyof typeof rooms

export interface Room extends Omit<Hall, 'visitor' | 'ways'> {
  readonly room: RoomName
}

/** Below the first page of a room there is a way back to it, or to what the page says it is a part of. */
export const showRoom = (desk: Desk, room: Room, status = 200): Response => {
  const { sentences, brand, visitor, visit } = desk
  const home = rooms[room.room]
  const inside = visit.url.pathname.replace(/\/$/, '') !== home
  const trail = room.trail ?? (inside ? { label: sentences.nav[room.room], href: home } : undefined)
  return page(
    renderHall(
      {
        scripts: ['times.js', 'once.js'],
        ...room,
        ...{ trail, visitor, ways: waysFrom(room.room, sentences) },
        notice: html`${undoNotice(desk)}${room.notice}`,
      },
      sentences,
      brand,
    ),
    { status },
  )
}

/** What went, with the way to have it back; or what came of that. */
const undoNotice = ({ removed, visit, formToken, sentences }: Desk): Piece =>
  removed === undefined
    ? undoneNote(visit.query.get('undone'), sentences)
    : undoNote({ ...removed, action: '/console/undo', formToken }, sentences)

/** What belongs together, under the name of the menu that it has there. */
const parts = [
  ['peopleWays', ['people', 'groups', 'invitations']],
  ['arrivalWays', ['sources', 'servers', 'rules']],
  ['installationWays', ['events', 'mail', 'settings', 'branding']],
] as const

const waysFrom = (current: RoomName, { nav, console }: Sentences): readonly Ways[] => {
  const way = (name: RoomName) => ({ label: nav[name], href: rooms[name], current: name === current })
  return [
    {
      label: console.title,
      ways: [way('overview'), way('applications')],
      parts: parts.map(([label, names]) => ({ label: nav[label], ways: names.map(way) })),
    },
    {
      label: nav.person,
      ways: [
        { label: nav.myApps, href: paths.myApps },
        { label: nav.account, href: paths.profile },
      ],
    },
  ]
}
