/** There is more to do than will be done soon: to be answered with 503 and Retry-After. */
export class Busy extends Error {
  /** Seconds. */
  readonly retryAfter: number
  constructor(retryAfter: number) {
    super('too much is waiting')
    this.name = 'Busy'
    this.retryAfter = retryAfter
  }
}

export interface Queue {
  /** Runs the work when its turn comes; throws `Busy` at once when too much is waiting. */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** At most `inFlight` at a time, at most `waiting` behind them, first come first served. */
export const createQueue = ({ inFlight, waiting }: { readonly inFlight: number; readonly waiting: number }): Queue => {
  const line: (() => void)[] = []
  let running = 0

  /** A place is handed on rather than given up, so that nobody overtakes those who wait. */
  const leave = (): void => {
    const next = line.shift()
    if (next === undefined) running--
    else next()
  }

  return {
    async run(work) {
      if (running < inFlight) running++
      else {
        if (line.length >= waiting) throw new Busy(2)
        await new Promise<void>((resolve) => line.push(resolve))
      }
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
