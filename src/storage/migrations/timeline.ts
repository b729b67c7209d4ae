import { foundation } from './0001-foundation.ts'
import { forPeople } from './0002-for-people.ts'
import { fromElsewhere } from './0003-from-elsewhere.ts'
import { looseEnds } from './0004-loose-ends.ts'
import type { Migration } from './migration.ts'

/** Everything that ever happened to the tables, in order. Add at the end; change nothing above. */
export const timeline: readonly Migration[] = [foundation, forPeople, fromElsewhere, looseEnds]
