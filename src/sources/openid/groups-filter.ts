/** A group name has to match as a whole. The pattern takes time in proportion to the name, whatever it says; undefined for one that is none. */
export const groupsFilter = async (pattern: string | undefined): Promise<((group: string) => boolean) | undefined> => {
  if (pattern === undefined || pattern === '') return () => true
  const { RE2JS } = await import('re2js')
  try {
    const compiled = RE2JS.compile(pattern)
    return (group) => compiled.matcher(group).matches()
  } catch {
    return undefined
  }
}
