import { redirect } from '../http/respond.ts'
import type { Html } from '../web/ui/html.ts'
import { pager } from '../web/ui/table.ts'
import type { Desk } from './desk.ts'

/** Rows on a page of every list. */
const pageSize = 50
const lastPage = 10_000

/** Which page of a list is asked for, as what to ask storage for. */
export const pageAsked = ({ visit }: Desk): { readonly limit: number; readonly offset: number } => {
  const asked = Number(visit.query.get('page'))
  const page = Number.isSafeInteger(asked) && asked >= 1 && asked <= lastPage ? asked : 1
  return { limit: pageSize, offset: (page - 1) * pageSize }
}

/** Back to the first page from one on which there is nothing, or nothing any more; undefined to go ahead. */
export const turnedTooFar = ({ visit }: Desk, offset: number, found: readonly unknown[]): Response | undefined => {
  if (offset === 0 || found.length > 0) return undefined
  const query = new URLSearchParams(visit.url.search)
  query.delete('page')
  return redirect(query.size === 0 ? visit.pathname : `${visit.pathname}?${query}`)
}

/**
 * The ways to the pages before and after, with everything else of the address as it is, and `fixed` added. What was just done was said once.
 * `path` is for answers to a form, whose own address shows no list.
 */
export const pagerFor = (
  { visit, sentences }: Desk,
  shown: {
    readonly offset: number
    readonly count: number
    readonly more: boolean
    /** Of them all, where that is known. */
    readonly total?: number | undefined
    readonly path?: string
  },
  fixed: Readonly<Record<string, string>> = {},
): Html => {
  const page = shown.offset / pageSize + 1
  const to = (number: number): string => {
    const query = new URLSearchParams(visit.url.search)
    for (const said of ['done', 'deleted', 'undo', 'undone']) query.delete(said)
    for (const [name, value] of Object.entries(fixed)) query.set(name, value)
    query.set('page', String(number))
    return `${shown.path ?? visit.url.pathname}?${query}`
  }
  return pager(
    {
      from: shown.offset + 1,
      to: shown.offset + shown.count,
      total: shown.total,
      previous: page > 1 ? to(page - 1) : undefined,
      next: shown.more && page < lastPage ? to(page + 1) : undefined,
    },
    sentences,
  )
}
