import { formToken } from '../../http/csrf.ts'
import type { Visit } from '../../http/visit.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { openidOf } from '../../sources/openid/settings.ts'
import { listSources } from '../../sources/settings.ts'
import { applicationIcon } from '../ui/faces.ts'
import { formTokenField, hiddenFields } from '../ui/fields.ts'
import { type Html, html } from '../ui/html.ts'
import { button, note } from '../ui/parts.ts'
import type { WebWorld } from '../world.ts'
import { type Errand, errandFields } from './errand.ts'

/** Ways in at other providers: a button each. */
export interface SourceButtons {
  readonly formToken: string
  /** The errand: see `errandFields`. */
  readonly errand: readonly (readonly [string, string])[]
  readonly sources: readonly SourceButton[]
  /** The provider is to ask who somebody is, whoever is signed in there. */
  readonly afresh?: boolean | undefined
}

export interface SourceButton {
  readonly id: string
  readonly name: string
  readonly icon?: string | undefined
  /** It did not answer a moment ago. */
  readonly silent?: boolean | undefined
  /** What it says is not verified. */
  readonly unverified?: boolean | undefined
}

/** Ids with which no page has anything else. */
const elementId = (id: string): string => `source-${id}`

/** Each a form of one button, since going there has consequences. */
export const sourceButtons = (
  view: SourceButtons,
  sentences: Sentences,
  label: (source: { place: string }) => string = sentences.openid.with,
): Html =>
  html`${view.sources.map(
    ({ id, name, icon, silent, unverified }) =>
      html`<form method="post" action="${`/sources/${id}`}">${formTokenField(view.formToken)}${hiddenFields([
        ...view.errand,
        ...(view.afresh === true ? [['afresh', 'yes'] as const] : []),
      ])}${button({ label: label({ place: name }), look: 'plain', id: elementId(id), before: applicationIcon({ name, icon }) })}</form>${
        silent === true ? html`<p class="hint centred">${sentences.openid.silent({ place: name })}</p>` : ''
      }${unverified === true ? note('warning', sentences.openid.unverified({ place: name })) : ''}`,
  )}`

/** How long what went wrong is told to whoever has not tried yet. */
const toldFor = 60_000

/** The providers that are switched on, as this browser gets them; undefined where there is none. */
export const sourceButtonsAt = async (
  world: WebWorld,
  visit: Visit,
  errand: Errand,
  more: Pick<SourceButtons, 'afresh'> & { readonly only?: ReadonlySet<string> } = {},
): Promise<SourceButtons | undefined> => {
  const rows = (await listSources(world)).filter(({ id, kind }) => kind === 'openid' && (more.only?.has(id) ?? true))
  if (rows.length === 0) return undefined
  const sources = rows.map(
    ({ id, name, details, trouble }): SourceButton => ({
      id,
      name,
      icon: openidOf(details).icon,
      silent: trouble?.code === 'unreachable' && world.clock.now() - trouble.at < toldFor,
      unverified: openidOf(details).skipVerification,
    }),
  )
  return {
    formToken: formToken(world, visit),
    errand: errandFields(errand),
    sources,
    afresh: more.afresh,
  }
}
