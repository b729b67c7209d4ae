import type { SourceWorld } from '../source.ts'

/** Where a host is spoken to: by https, unless the operator vouches for it without. `host` has its port where that is not the usual one. */
export const originOf = ({ vouched }: Pick<SourceWorld, 'vouched'>, host: string): string =>
  vouched().has(`http://${host}`) ? `http://${host}` : `https://${host}`
