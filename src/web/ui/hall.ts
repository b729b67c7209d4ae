import type { Sentences } from '../../locales/sentences.ts'
import type { ScriptName } from './assets.ts'
import type { Brand } from './brand.ts'
import { renderDocument } from './document.ts'
import { brandMark, face, type Person } from './faces.ts'
import { formTokenField } from './fields.ts'
import { attributes, type Html, html, type Piece } from './html.ts'
import { icon } from './icons.ts'
import { note } from './parts.ts'

export interface Way {
  readonly label: string
  readonly href: string
  readonly current?: boolean
}

export interface Ways {
  readonly label: string
  readonly ways: readonly Way[]
  /** What belongs together among many, each under a small heading. They come after `ways`. */
  readonly parts?: readonly Omit<Ways, 'parts'>[]
}

/** Whose hall it is: on every page where a person stays. */
export interface Visitor {
  readonly person: Person
  readonly administrator: boolean
  readonly formToken: string
  /** They were asked who they are instead of what they wanted. `less`: some of what they sent has to be given once more. */
  readonly asked?: { readonly less: boolean } | undefined
}

export interface Hall {
  readonly title: string
  /** The title, unless the page has something better to say. */
  readonly heading?: Piece
  readonly lead?: Piece
  /** The page that this one is a part of, where that is not among the ways. */
  readonly trail?: Pick<Way, 'label' | 'href'> | undefined
  /** Beside the heading: the one thing to do here. */
  readonly action?: Piece
  readonly visitor: Visitor
  readonly ways: readonly Ways[]
  readonly body: Piece
  /** Above everything else: what was just done, or what went wrong. */
  readonly notice?: Piece
  readonly scripts?: readonly ScriptName[]
  /** For forms and short lists, which a wide screen would only pull apart. */
  readonly slim?: boolean
}

/** Where the pages live that every hall leads to. */
export const paths = {
  myApps: '/',
  tryIt: '/try-it',
  profile: '/account',
  email: '/account/email',
  password: '/account/password',
  identities: '/account/identities',
  sessions: '/account/sessions',
  grants: '/account/applications',
  data: '/account/data',
  console: '/console',
  connect: '/console/connect',
  signOut: '/sign-out',
} as const

/** A page where a person stays: the ways at the side, rooms with generous margins. */
export const renderHall = (hall: Hall, sentences: Sentences, brand: Brand): string =>
  renderDocument(
    {
      title: hall.title,
      place: 'hall',
      scripts: hall.scripts,
      body: html`<a class="skip" href="#content">${sentences.words.skip}</a>
<header class="side">
<a class="brand" href="${paths.myApps}">${brandMark(brand)}<span translate="no">${brand.name}</span></a>
<button type="button" class="button plain small menu" popovertarget="ways">${icon('menu')}${sentences.words.menu}</button>
<div class="ways" id="ways" popover>
${hall.ways.map(waysOf)}
${visitorOf(hall.visitor, sentences)}
</div>
</header>
<main class="room rise${hall.slim === true ? ' slim' : ''}" id="content" tabindex="-1">
${trailOf(hall.trail)}${askedNote(hall.visitor, sentences)}${hall.notice}
<div class="bar"><div><h1>${hall.heading ?? hall.title}</h1>${hall.lead === undefined ? '' : html`<p class="quiet">${hall.lead}</p>`}</div>${hall.action}</div>
${hall.body}
</main>`,
    },
    sentences,
    brand,
  )

const askedNote = ({ asked }: Visitor, { words }: Sentences): Piece =>
  asked && note('info', asked.less ? `${words.notYet} ${words.notKept}` : words.notYet)

const trailOf = (trail: Hall['trail']): Html | string =>
  trail === undefined
    ? ''
    : html`<a class="trail" href="${trail.href}">${icon('previous')}<span>${trail.label}</span></a>`

const waysOf = ({ label, ways, parts = [] }: Ways): Html =>
  html`<nav aria-label="${label}">${waysLabel(label)}${ways.map(wayTo)}${parts.map(
    (part) => html`<div role="group" aria-label="${part.label}">${waysLabel(part.label)}${part.ways.map(wayTo)}</div>`,
  )}</nav>`

/** For the eye: whoever listens hears it as the name of what is below it. */
const waysLabel = (label: string): Html => html`<span class="ways-label" aria-hidden="true">${label}</span>`

const wayTo = ({ href, label, current }: Way): Html =>
  html`<a href="${href}"${attributes({ 'aria-current': current === true ? 'page' : undefined })}>${label}</a>`

const visitorOf = ({ person, formToken }: Visitor, { nav }: Sentences): Html =>
  html`<div class="visitor">${face(person)}<div translate="no"><b>${person.name}</b><span class="quiet">${person.detail}</span></div><form method="post" action="${paths.signOut}">${formTokenField(formToken)}<button class="button quiet small">${nav.signOut}</button></form></div>`

export type PersonalPage =
  | 'myApps'
  | 'tryIt'
  | 'profile'
  | 'email'
  | 'password'
  | 'identities'
  | 'sessions'
  | 'grants'
  | 'data'

/** The ways through a person's own pages, and to the console for those who may go there. */
export const personalWays = (current: PersonalPage, visitor: Visitor, { nav }: Sentences): readonly Ways[] => {
  const way = (page: PersonalPage): Way => ({ label: nav[page], href: paths[page], current: page === current })
  return [
    { label: nav.person, ways: [way('myApps'), ...(visitor.administrator ? [way('tryIt')] : [])] },
    {
      label: nav.account,
      ways: [
        way('profile'),
        way('email'),
        way('password'),
        way('identities'),
        way('sessions'),
        way('grants'),
        way('data'),
      ],
    },
    ...(visitor.administrator
      ? [{ label: nav.administration, ways: [{ label: nav.console, href: paths.console }] }]
      : []),
  ]
}
