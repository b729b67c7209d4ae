import type { Time } from '../../lib/clock.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { formTokenField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html } from '../ui/html.ts'
import { button, day, emptyState, note, pill, within } from '../ui/parts.ts'

export interface GrantsView {
  readonly visitor: Visitor
  readonly grants: readonly {
    readonly id: string
    readonly application: ShownApplication
    readonly scopes: readonly string[]
    readonly since: Time
  }[]
  /** The name of the application whose grant has just been taken back. */
  readonly revoked?: string | undefined
}

/** Sends `grant`. */
export const grantsPage = (view: GrantsView, sentences: Sentences, brand: Brand): string => {
  const { grants } = sentences.account
  return renderHall(
    {
      title: grants.title,
      lead: view.grants.length === 0 ? undefined : grants.lead,
      visitor: view.visitor,
      ways: personalWays('grants', view.visitor, sentences),
      slim: true,
      scripts: ['once.js'],
      notice: view.revoked === undefined ? undefined : note('right', grants.revoked({ application: view.revoked })),
      body:
        view.grants.length === 0
          ? emptyState({ title: grants.emptyTitle, lead: grants.empty })
          : html`<ul class="list">${view.grants.map((grant) => item(grant, view, sentences))}</ul><p class="quiet">${grants.note}</p>`,
    },
    sentences,
    brand,
  )
}

const item = (grant: GrantsView['grants'][number], { visitor }: GrantsView, sentences: Sentences): Html => {
  const { grants } = sentences.account
  const { name } = grant.application
  const since = within((slot) => grants.since({ date: slot }), day(grant.since, sentences))
  return html`<li>${applicationIcon(grant.application)}<div class="words"><b translate="no">${name}</b> <span class="quiet inline">${since}</span><span class="pills">${what(grant.scopes, sentences).map((words) => pill(words))}</span></div><form method="post">${formTokenField(visitor.formToken)}${button({ label: grants.revoke, look: 'plain', small: true, name: 'grant', value: grant.id, says: grants.revokeNamed({ application: name }) })}</form></li>`
}

/** That it is this person goes without saying once anything else is known; a profile has the groups in it. */
const what = (scopes: readonly string[], { account }: Sentences): readonly string[] => {
  const words: Readonly<Record<string, string>> = account.grants.scopes
  const implied = (scope: string): boolean =>
    (scope === 'openid' && scopes.length > 1) || (scope === 'groups' && scopes.includes('profile'))
  return scopes.filter((scope) => !implied(scope)).map((scope) => words[scope] ?? scope)
}
