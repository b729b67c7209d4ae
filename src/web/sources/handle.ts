import type { Identity } from '../../sources/source.ts'

/** What people read, and may type again: `@user@domain` where that is proven, else the address of the account itself. */
export const handleOf = ({ subject, profile }: Pick<Identity, 'subject' | 'profile'>): string =>
  profile.acct === undefined ? subject : `@${profile.acct}`
