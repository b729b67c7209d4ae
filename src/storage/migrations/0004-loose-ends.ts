import type { Migration } from './migration.ts'

/** What went wrong last at a provider, for every process and after a restart; and the names of providers that are gone; what a sign-in proved; by what a provider is asked again. */
export const looseEnds: Migration = {
  id: '0004-loose-ends',
  steps: [
    { extend: 'sources', columns: { trouble: 'json?' } },
    { extend: 'sessions', columns: { provenAt: 'time?' } },
    { extend: 'identities', columns: { sealedAgain: 'bytes?', askedAt: 'time?' } },
    { create: 'goneSources', columns: { issuer: 'text', deletedAt: 'time' } },
  ],
}
