import { readFileSync } from 'node:fs'

/** How long nothing that was due was done, in ms, shortest first. */
export interface Stalls {
  /** By this thread's own processor time. */
  readonly computing: readonly number[]
  /** By the clock, without the time in which this thread could have run and others did: the disk is in it, the rest of the machine is not. */
  readonly held: readonly number[]
}

/** The kernel's own account of this thread: ms for which it waited for a processor. None where the kernel keeps no such account. */
const waited = (): number => {
  try {
    const [, waiting = '0'] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')
    return Number(waiting) / 1e6
  } catch {
    return 0
  }
}

const spent = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const now = () => ({ wall: performance.now(), waited: waited(), spent: spent() })

/** Watches the event loop until it is called. What else a machine does makes everybody wait, and is no stall of ours. */
export const watchStalls = (): (() => Stalls) => {
  const computing: number[] = []
  const held: number[] = []
  let before = now()
  const look = (): void => {
    const after = now()
    computing.push(after.spent - before.spent)
    held.push(after.wall - before.wall - (after.waited - before.waited))
    before = after
  }
  const timer = setInterval(look, 1)
  return () => {
    clearInterval(timer)
    look()
    const sorted = (list: number[]): readonly number[] => list.sort((a, b) => a - b)
    return { computing: sorted(computing), held: sorted(held) }
  }
}
