import { bonfire } from './bonfire.ts'
import type { Dialect } from './dialect.ts'
import { funkwhale } from './funkwhale.ts'
import { mastodon } from './mastodon.ts'
import { mbin } from './mbin.ts'
import { misskey } from './misskey.ts'
import { mobilizon } from './mobilizon.ts'
import type { DialectName } from './server.ts'
import { wordpress } from './wordpress.ts'

/** Every dialect that is spoken here, by its name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  wordpress,
  bonfire,
  misskey,
  mobilizon,
  mbin,
  funkwhale,
  mastodon,
}
