import { hash } from 'node:crypto'
import { happened } from '../../accounts/happened.ts'
import { createLink, peekLink, takeLink } from '../../accounts/links.ts'
import { minutes } from '../../lib/clock.ts'
import { FetchFailed } from '../../net/fetch-failed.ts'
import type { RuleAction } from '../../sources/fediverse/rules.ts'
import {
  changesOfPlan,
  type ImportAs,
  isEmptyPlan,
  planRuleImport,
  type RulePlan,
} from '../../sources/rules/plan-import.ts'
import { type Listed, readRuleList, type SkippedRow, severities } from '../../sources/rules/rule-list.ts'
import type { SourceWorld } from '../../sources/source.ts'
import { Missing, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { turnAwayDenied } from '../operations/turn-away.ts'
import type { By } from '../operations/world.ts'

export type { ImportAs, RulePlan } from '../../sources/rules/plan-import.ts'
export { type SkippedRow, severities } from '../../sources/rules/rule-list.ts'

/** A list from one of three places; texts as they were typed. */
export interface ImportInput {
  readonly url: string
  readonly text: string
  readonly file: Uint8Array | undefined
  /** What it is called; its address when nothing was typed. */
  readonly list: string
  readonly action: 'as-list' | RuleAction
  readonly severities: readonly string[]
}

export interface ImportProblem {
  readonly field: 'url' | 'file' | 'text' | 'list' | 'action' | 'severities'
  readonly code: 'required' | 'unreachable' | 'empty' | 'too_long' | 'no_list' | 'say_which'
}

/** What importing would change. `draft` is the secret with which it is done; `seen` says what was shown. */
export interface ImportShown {
  readonly plan: RulePlan
  readonly as: ImportAs
  readonly draft: string
  readonly seen: string
}

type Shown = ({ readonly ok: true } & ImportShown) | { readonly ok: false; readonly problems: readonly ImportProblem[] }

interface Draft {
  readonly rows: readonly Listed[]
  readonly skipped: readonly SkippedRow[]
  readonly as: ImportAs
}

const mostBytes = 4 * 1024 * 1024
const goodFor = minutes(30)

/** Reads a list and says what importing it would change; nothing is changed. What was read is kept for half an hour. */
export const previewImport = async (
  world: World & Pick<SourceWorld, 'fetch'>,
  input: ImportInput,
  by: By,
): Promise<Shown> => {
  const refuse = (field: ImportProblem['field'], code: ImportProblem['code']) =>
    ({ ok: false, problems: [{ field, code }] }) as const
  const from = input.url !== '' ? 'url' : input.file === undefined ? 'text' : 'file'
  const text = from === 'url' ? await fetchList(world, input.url) : from === 'text' ? input.text : decode(input.file)
  if (text === undefined) return refuse(from, 'unreachable')
  if (text.length > mostBytes) return refuse(from, 'too_long')
  if (text.trim() === '') return refuse(from, from === 'text' ? 'required' : 'empty')
  const read = readRuleList(text)
  if (!read.ok) return refuse(from, read.problem)
  const list = (input.list.trim() || input.url).slice(0, 200)
  if (list === '') return refuse('list', 'required')
  const action = input.action === 'as-list' ? read.action : input.action
  if (action === undefined) return refuse('action', 'say_which')
  const chosen = severities.filter((severity) => input.severities.includes(severity))
  const { rows, skipped } = read
  if (chosen.length === 0 && rows.some(({ severity }) => severity !== undefined))
    return refuse('severities', 'required')
  const draft: Draft = { rows, skipped, as: { list, action, severities: chosen } }
  const secret = await createLink(world, { purpose: 'rules', accountId: by.actorId, data: draft, ttl: goodFor })
  return { ok: true, ...(await show(world, secret, draft)) }
}

/** What it would change by now. Undefined when it was done, or is too long ago. */
export const shownImport = async (world: World, secret: string, by: By): Promise<ImportShown | undefined> => {
  const draft = await findDraft(world, secret, by)
  return draft === undefined ? undefined : show(world, secret, draft)
}

const show = async ({ storage, clock }: World, secret: string, { as, ...read }: Draft): Promise<ImportShown> => {
  const plan = planRuleImport(await storage.list('instanceRules'), read, as, clock.now())
  return { plan, as, draft: secret, seen: digestOf(plan) }
}

const digestOf = ({ adds, changes, removes }: RulePlan): string => {
  const changed = changes.map(({ from, to }) => [from.id, from.reason, to.reason, from.action, to.action])
  return hash('sha256', JSON.stringify([adds.map(({ id }) => id), changed, removes.map(({ id }) => id)]), 'base64url')
}

const findDraft = async (world: World, secret: string, by: By): Promise<Draft | undefined> => {
  const link = await peekLink(world, secret, 'rules')
  // Written by `previewImport`, for whoever asked.
  return link === undefined || link.accountId !== by.actorId ? undefined : (link.data as Draft)
}

export type Imported =
  | { readonly outcome: 'done'; readonly plan: RulePlan; readonly ended: number }
  /** The rules have changed since it was shown: nothing was done. */
  | { readonly outcome: 'other'; readonly shown: ImportShown }
  | { readonly outcome: 'gone' }

/** Does what was shown, and nothing else. */
export const applyImport = async (world: World, secret: string, seen: string, by: By): Promise<Imported> => {
  const draft = await findDraft(world, secret, by)
  if (draft === undefined) return { outcome: 'gone' }
  const shown = await show(world, secret, draft)
  if (shown.seen !== seen) return { outcome: 'other', shown }
  const { plan, as } = shown
  const data = {
    ...{ list: as.list, action: as.action, added: plan.adds.length, changed: plan.changes.length },
    removed: plan.removes.length,
  }
  try {
    const taken = await takeLink(world, secret, 'rules', () =>
      isEmptyPlan(plan) ? [] : [...changesOfPlan(plan), happened(world, 'rule.imported', by, { data })],
    )
    if (taken === undefined) return { outcome: 'gone' }
  } catch (error) {
    if (!(error instanceof Missing || error instanceof Taken)) throw error
    return { outcome: 'other', shown: await show(world, secret, draft) }
  }
  return { outcome: 'done', plan, ended: await turnAwayDenied(world, by) }
}

const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

/** Through the guarded fetch: an administrator's address is no way into the network either. */
const fetchList = async ({ fetch }: Pick<SourceWorld, 'fetch'>, url: string): Promise<string | undefined> => {
  try {
    const answer = await fetch(url, { most: mostBytes, follow: 3, headers: { accept: 'text/csv, text/plain' } })
    return answer.status === 200 ? decode(answer.body) : undefined
  } catch (error) {
    if (error instanceof FetchFailed) return undefined
    throw error
  }
}
