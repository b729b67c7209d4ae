import type { SafeFetch } from './safe-fetch.ts'

/** What looking something up at a stranger's needs. */
export interface Outside {
  readonly fetch: (...asked: Parameters<SafeFetch>) => ReturnType<SafeFetch>
  /** Names us, and where to complain. Some servers refuse a request without one. */
  readonly userAgent: string
  /** Ends everything that is under way together. */
  readonly signal?: AbortSignal | undefined
  /** Whoever is asked was named by a stranger a moment ago: see `FetchOptions`. */
  readonly looking?: boolean | undefined
}

const usualMost = 64 * 1024
const hops = 3

interface Looking {
  readonly accept?: string
  readonly most?: number
  readonly until?: string | undefined
}

/** A public document of somebody's, after at most three redirects, each of which is judged. Throws `FetchFailed`. */
export const lookAt = (
  { fetch, userAgent, signal, looking = false }: Outside,
  url: string,
  { accept = 'application/json', most = usualMost, until }: Looking = {},
) =>
  fetch(url, {
    headers: { accept, 'user-agent': userAgent },
    most,
    follow: hops,
    looking,
    ...(until === undefined ? {} : { until }),
    ...(signal === undefined ? {} : { signal }),
  })
