import { Pool } from 'undici'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** A client that keeps its connections, follows nothing and parses nothing: as little work as a generator can do. */
export interface LoadClient {
  send(
    method: 'GET' | 'POST',
    path: string,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
  ): Promise<Reply>
  close(): Promise<void>
}

export const createLoadClient = (url: string, connections: number): LoadClient => {
  const pool = new Pool(url, { connections, pipelining: 1 })
  return {
    async send(method, path, { headers = {}, body } = {}) {
      const reply = await pool.request({ method, path, headers, ...(body === undefined ? {} : { body }) })
      return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() }
    },
    close: () => pool.close(),
  }
}

export interface Measured {
  /** Whole tasks a second. */
  readonly perSecond: number
  /** ms. */
  readonly median: number
  readonly p99: number
  /** ms of the server's processor time for one task: the figure that other work on the machine disturbs least. */
  readonly cpu: number
}

/** Runs a task over and over, `concurrency` at a time, for so many seconds. A task that fails ends the measurement. */
export const measure = async (
  options: { readonly seconds: number; readonly concurrency: number; readonly cpu?: () => Promise<number> },
  task: () => Promise<void>,
): Promise<Measured> => {
  const durations: number[] = []
  const cpuBefore = (await options.cpu?.()) ?? 0
  const start = performance.now()
  const end = start + options.seconds * 1000
  const worker = async (): Promise<void> => {
    for (;;) {
      const began = performance.now()
      if (began >= end) return
      await task()
      durations.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  const elapsed = (performance.now() - start) / 1000
  const cpu = ((await options.cpu?.()) ?? 0) - cpuBefore
  durations.sort((one, other) => one - other)
  const at = (share: number): number =>
    durations[Math.min(durations.length - 1, Math.floor(durations.length * share))] ?? 0
  return { perSecond: durations.length / elapsed, median: at(0.5), p99: at(0.99), cpu: cpu / durations.length }
}

/** The middle one; of an even number the lower of the two. */
export const medianOf = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0
