/**
 * Where to go after signing in here. Only a path of ours, made of plain characters: nothing a browser could take for another site
 * (`//host`, `/\host`, `/%2f/host`), and nothing with a query, which could carry anything.
 */
export const returnPath = (asked: string | undefined): string =>
  asked !== undefined && /^(?:\/[A-Za-z0-9_-]+)+$/.test(asked) ? asked : '/'
