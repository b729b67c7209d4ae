import type { Time } from '../../lib/clock.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { deviceNamed } from '../ui/device.ts'
import { formTokenField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import { ago, button, note, pill, within } from '../ui/parts.ts'

export interface SessionsView {
  readonly visitor: Visitor
  readonly now: Time
  readonly sessions: readonly {
    /** The one that may be shown. */
    readonly publicId: string
    readonly current: boolean
    readonly userAgent?: string | undefined
    readonly address?: string | undefined
    readonly createdAt: Time
    readonly lastSeenAt: Time
  }[]
  readonly ended?: boolean
}

/** Sends `session` (a public id), or `others` set to `yes`. */
export const sessionsPage = (view: SessionsView, sentences: Sentences, brand: Brand): string => {
  const { sessions } = sentences.account
  const others = view.sessions.filter(({ current }) => !current)
  return renderHall(
    {
      title: sessions.title,
      lead: sessions.lead,
      visitor: view.visitor,
      ways: personalWays('sessions', view.visitor, sentences),
      slim: true,
      scripts: ['times.js', 'once.js'],
      notice: view.ended === true ? note('right', sessions.ended) : undefined,
      action:
        others.length < 2
          ? undefined
          : html`<form method="post">${formTokenField(view.visitor.formToken)}${button({ label: sessions.endOthers, look: 'plain', id: 'end-others', name: 'others', value: 'yes' })}</form>`,
      body: html`<ul class="list">${[...view.sessions.filter(({ current }) => current), ...others].map((session) =>
        item(session, view, sentences),
      )}</ul>${others.length === 0 ? html`<p class="quiet">${sessions.onlyThis}</p>` : ''}`,
    },
    sentences,
    brand,
  )
}

const item = (
  session: SessionsView['sessions'][number],
  { now, visitor }: SessionsView,
  sentences: Sentences,
): Html => {
  const { sessions } = sentences.account
  const { name, portable } = deviceNamed(session.userAgent, sentences)
  const signedIn = within((slot) => sessions.signedIn({ ago: slot }), ago(session.createdAt, now, sentences))
  const seen = within((slot) => sessions.seen({ ago: slot }), ago(session.lastSeenAt, now, sentences))
  return html`<li><span class="tile plain small">${icon(portable ? 'phone' : 'computer')}</span><div class="words"><b>${name}</b> ${session.current ? pill(sessions.here, 'good') : ''}<span class="quiet">${signedIn}, ${seen}${session.address === undefined ? '' : html`, ${sessions.from({ address: session.address })}`}</span></div>${
    session.current
      ? ''
      : html`<form method="post">${formTokenField(visitor.formToken)}${button({ label: sessions.end, look: 'plain', small: true, name: 'session', value: session.publicId, says: sessions.endNamed({ device: name }) })}</form>`
  }</li>`
}
