import { isDeepStrictEqual } from 'node:util'
import { presetNames } from '../../sources/openid/presets.ts'
import { openidSettings } from '../../sources/openid/settings.ts'
import { fediverseOf } from '../../sources/settings.ts'
import type { Row } from '../../storage/records.ts'
import type { Plain } from '../imported.ts'
import { isPlain, present } from '../plain.ts'
import type { Noting } from './exported.ts'
import type { pictures } from './pictures.ts'

export const exportSources = (
  rows: readonly Row<'sources'>[],
  note: Noting,
  pictureOf: Awaited<ReturnType<typeof pictures>>,
): readonly Plain[] =>
  rows.map((row) => (row.kind === 'fediverse' ? fediverseEntry(row) : openidEntry(row, note, pictureOf)))

const fediverseEntry = ({ id, kind, details, disabledAt }: Row<'sources'>): Plain =>
  present({ id, kind, ...fediverseOf(details), disabled: disabledAt === undefined ? undefined : true })

const usualPosition = 100

/** What is usual with its provider goes without saying. */
const openidEntry = (row: Row<'sources'>, note: Noting, pictureOf: Awaited<ReturnType<typeof pictures>>): Plain => {
  const { id, kind, name, details, sealedSecret, disabledAt } = row
  const written: Plain = isPlain(details) ? details : {}
  const preset = presetNames.find((known) => known === written['preset']) ?? 'generic'
  const usual: Plain = { ...openidSettings({ preset }) }
  const { preset: _, take, linkExistingUntil: until, ...words } = written
  const variable = `PORTICO_SOURCE_${id.toUpperCase().replaceAll('-', '_')}_SECRET`
  if (sealedSecret !== undefined) note({ about: `sources ${id}`, code: 'sealed', detail: variable })
  return present({
    ...{ id, kind, preset, name },
    ...Object.fromEntries(Object.entries(words).filter(([word, value]) => !isDeepStrictEqual(value, usual[word]))),
    icon: typeof words['icon'] === 'string' ? pictureOf(words['icon'], `sources ${id}`) : undefined,
    position: row.position === usualPosition ? undefined : row.position,
    linkExistingUntil:
      words['linkExisting'] !== true ? undefined : typeof until === 'number' ? new Date(until).toISOString() : 'never',
    take: isDeepStrictEqual(take, usual['take']) ? undefined : take,
    clientSecretEnv: sealedSecret === undefined ? undefined : variable,
    disabled: disabledAt === undefined ? undefined : true,
  })
}
