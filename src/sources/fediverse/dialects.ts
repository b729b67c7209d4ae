import type { Dialect } from './dialect.ts'
import { mastodon } from './mastodon.ts'
import type { DialectName } from './server.ts'

/** Every dialect that is spoken here, by its name. */
export const dialects: Readonly<Partial<Record<DialectName, Dialect>>> = { mastodon }
