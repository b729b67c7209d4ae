import type { Sentences } from '../../locales/sentences.ts'
import type { Check, Remedy } from '../../recipes/check.ts'
import type { Verdict } from '../../recipes/verdict.ts'
import type { Brand } from '../ui/brand.ts'
import { checkList } from '../ui/check-list.ts'
import { applicationIcon } from '../ui/faces.ts'
import { formTokenField, hiddenFields } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html } from '../ui/html.ts'
import { button, linkButton, note, pasteBlock, section, told } from '../ui/parts.ts'

type Claims = Readonly<Record<string, unknown>>

export interface ShownVerdict {
  readonly slug: string
  readonly name: string
  readonly verdict: Verdict
  /** In the order in which the application looks. */
  readonly checks: readonly Check[]
}

/** Where something can be put right. */
export type Mends = Readonly<Partial<Record<Remedy, string>>>

export interface TryItView {
  readonly visitor: Visitor
  /** Undefined before the first attempt. */
  readonly result?:
    | {
        readonly verdicts: readonly ShownVerdict[]
        readonly mends: Mends
        /** Where an administrator vouches for their address with one click. */
        readonly vouchAt?: string | undefined
        readonly algorithm: string
        readonly header: Claims
        readonly idToken: Claims
        readonly rawIdToken: string
        readonly userinfo: Claims | undefined
        readonly token: Claims
      }
    | undefined
  /** What an application would have been told. */
  readonly failure?: { readonly error: string; readonly description: string } | 'lost' | undefined
}

/** Shows what an application is given, and what each kind of application would make of it. */
export const tryItPage = (view: TryItView, sentences: Sentences, brand: Brand): string => {
  const { tryIt } = sentences
  const { visitor, result, failure } = view
  const look = result === undefined ? 'primary' : 'plain'
  const begin = html`<form method="post" action="/try-it">${formTokenField(visitor.formToken)}<div>${button({ label: result === undefined ? tryIt.begin : tryIt.again, id: 'try', look })}</div></form>`
  return renderHall(
    {
      title: tryIt.title,
      lead: tryIt.lead,
      visitor,
      ways: personalWays('tryIt', visitor, sentences),
      scripts: ['copy.js', 'once.js'],
      notice: failure === undefined ? undefined : note('wrong', failureWords(failure, sentences)),
      action: result === undefined ? undefined : begin,
      body: result === undefined ? html`<p>${tryIt.explain}</p>${begin}` : results(result, view, sentences),
    },
    sentences,
    brand,
  )
}

const failureWords = (failure: NonNullable<TryItView['failure']>, { tryIt }: Sentences): Html =>
  failure === 'lost'
    ? html`${tryIt.lost}`
    : html`${tryIt.failed}: <code translate="no">${failure.error}</code> <span translate="no">${failure.description}</span>`

const results = (result: NonNullable<TryItView['result']>, view: TryItView, sentences: Sentences): Html => {
  const { tryIt } = sentences
  return html`${section({
    title: tryIt.verdicts,
    lead: tryIt.verdictsLead,
    body: html`<ul class="list">${result.verdicts.map((verdict) => verdictItem(verdict, sentences, (remedy) => mending(remedy, view, sentences)))}</ul>`,
  })}
${section({ title: tryIt.idToken, lead: tryIt.idTokenLead({ algorithm: result.algorithm }), body: claimList(result.idToken) })}
${section({
  title: tryIt.userinfo,
  lead: result.userinfo === undefined ? tryIt.noUserinfo : tryIt.userinfoLead,
  body: result.userinfo === undefined ? '' : claimList(result.userinfo),
})}
${section({ title: tryIt.response, body: claimList(result.token) })}
${section({ title: tryIt.header, body: claimList(result.header) })}
${section({ title: tryIt.raw, body: pasteBlock(result.rawIdToken, tryIt.raw, sentences, 'raw-id-token') })}`
}

const verdictItem = (
  { slug, name, verdict, checks }: ShownVerdict,
  sentences: Sentences,
  mend: (remedy: Remedy) => Html,
): Html => {
  const { connect } = sentences
  return html`<li id="verdict-${slug}" data-verdict="${verdict}">${applicationIcon({ name })}<div class="words"><b>${connect.verdicts[verdict]({ name })}</b>${checkList(checks, sentences, mend)}</div></li>`
}

/** A click mends it, or leads to where it is mended. */
const mending = (remedy: Remedy, { result, visitor }: TryItView, { tryIt }: Sentences): Html => {
  const label = { label: tryIt.mend, look: 'plain', small: true } as const
  if (remedy === 'verify_email' && result?.vouchAt !== undefined) {
    return html`<form method="post" action="${result.vouchAt}">${formTokenField(visitor.formToken)}${hiddenFields([
      ['remedy', remedy],
      ['as', visitor.person.detail],
      ['back', 'try-it'],
    ])}${button(label)}</form>`
  }
  const href = result?.mends[remedy]
  return href === undefined ? html`` : linkButton({ ...label, href })
}

const claimList = (claims: Claims): Html =>
  told(
    Object.entries(claims).map(([name, value]) => ({
      label: html`<code translate="no">${name}</code>`,
      value: html`<code translate="no">${typeof value === 'string' ? value : JSON.stringify(value)}</code>`,
    })),
  )
