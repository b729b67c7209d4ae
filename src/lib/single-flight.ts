/**
 * Does a piece of work once for everybody who asks for it, by its key, while it is under way: they all get its outcome. Nothing is kept of it
 * afterwards.
 */
export const singleFlight = <T>(): ((key: string, work: () => Promise<T>) => Promise<T>) => {
  const underWay = new Map<string, Promise<T>>()
  return (key, work) => {
    const joined = underWay.get(key)
    if (joined !== undefined) return joined
    const started = work().finally(() => underWay.delete(key))
    underWay.set(key, started)
    return started
  }
}
