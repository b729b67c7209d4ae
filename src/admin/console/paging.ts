import type { Html } from '../../web/ui/html.ts'
import { pager } from '../../web/ui/table.ts'
import type { Desk } from './desk.ts'

/** Rows on a page of a list. */
export const pageSize = 25
const lastPage = 10_000

/** Which page of a list is asked for, as what to ask storage for. */
export const pageAsked = ({ visit }: Desk): { readonly limit: number; readonly offset: number } => {
  const asked = Number(visit.query.get('page'))
  const page = Number.isSafeInteger(asked) && asked >= 1 && asked <= lastPage ? asked : 1
  return { limit: pageSize, offset: (page - 1) * pageSize }
}

/** The ways to the pages before and after, with everything else of the address as it is, and `fixed` added. */
export const pagerFor = (
  { visit, sentences }: Desk,
  shown: { readonly offset: number; readonly count: number; readonly more: boolean },
  fixed: Readonly<Record<string, string>> = {},
): Html => {
  const page = shown.offset / pageSize + 1
  const to = (number: number): string => {
    const query = new URLSearchParams(visit.url.search)
    for (const [name, value] of Object.entries(fixed)) query.set(name, value)
    query.set('page', String(number))
    return `${visit.url.pathname}?${query}`
  }
  return pager(
    {
      from: shown.offset + 1,
      to: shown.offset + shown.count,
      previous: page > 1 ? to(page - 1) : undefined,
      next: shown.more && page < lastPage ? to(page + 1) : undefined,
    },
    sentences,
  )
}
