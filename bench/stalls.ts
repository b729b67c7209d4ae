/**
 * How long the event loop was held, in ms of this thread's own processor time: what else a machine does makes everybody wait, and is no
 * stall of ours. Nothing due was done for at least that long.
 */
export const watchStalls = (): (() => readonly number[]) => {
  const held: number[] = []
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let before = spent()
  const look = (): void => {
    const now = spent()
    held.push(now - before)
    before = now
  }
  const timer = setInterval(look, 1)
  return () => {
    clearInterval(timer)
    look()
    return held.sort((a, b) => a - b)
  }
}
