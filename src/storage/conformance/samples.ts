import type { ColumnKind } from '../columns.ts'
import { copyRow, tableOf } from '../fit.ts'
import type { Kind, Row } from '../records.ts'

const long = 'ä'.repeat(50_000)

/** JSON with a member that an assignment would lose. */
export const withProto: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"a":[{"__proto__":[]}]}')

const texts = [
  '',
  'plain',
  '🐘 mastodon 👩‍👩‍👧‍👦',
  'Å é ﬃ ß İ',
  `' " \` ; -- \\ % _ $1 ? {} [] <b>`,
  'line\nline\r\n\ttab\u0001\u007f\u0085\u2028',
  'עברית ‮rtl‬ العربية',
  'null',
  '\ufffd \uffff \u{10ffff}',
  ' white space ',
]

const whole = [0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1_767_323_045_000]

const awkward: Readonly<Record<ColumnKind, readonly unknown[]>> = {
  id: texts,
  text: texts,
  int: whole,
  time: whole,
  flag: [true, false],
  json: [
    {},
    [],
    '',
    null,
    0,
    0.1,
    1e300,
    false,
    [null, [[[]]]],
    withProto,
    { 'a "key"\\': 'NUL \u0000 and half a pair \ud800', '': '', nested: { deep: { deeper: [1, { deepest: null }] } } },
    { long },
    JSON.parse('{"b":1,"a":2,"10":3,"9":4}'),
  ],
  bytes: [new Uint8Array(0), Uint8Array.from({ length: 256 }, (_, at) => at), new Uint8Array(100_000).fill(0)],
}

/** As many as make every awkward value of every kind occur. */
export const awkwardCount = 13

/** The nth record of a kind with an awkward value in every column; optional columns are absent in every third. */
export const awkwardRow = <K extends Kind>(kind: K, n: number): Row<K> => {
  const { columns, short } = tableOf(kind)
  const row: Record<string, unknown> = {}
  for (const [at, [name, column]] of columns.entries()) {
    if (column.optional && n % 3 === 2) continue
    const values = awkward[column.kind]
    const value = values[(n + at) % values.length]
    if (typeof value !== 'string' || column.kind === 'json') row[name] = value
    // The suffix keeps them apart where they must be unique; elsewhere there is room.
    else if (short.has(name)) row[name] = n === 0 && name === 'id' ? '' : `${value}${n}`
    else row[name] = n % 5 === 4 ? long : value
  }
  return copyRow(kind, row)
}

const plain: Readonly<Record<ColumnKind, (n: number, name: string) => unknown>> = {
  id: (n) => `id${n}`,
  text: (n, name) => `${name}${n}`,
  int: () => 0,
  time: () => 1000,
  flag: () => false,
  json: () => ({}),
  bytes: () => new Uint8Array(1),
}

/** The nth ordinary record of a kind, optional columns absent, with some columns as given. */
export const sample = <K extends Kind>(kind: K, n: number, to: Partial<Row<K>> = {}): Row<K> => {
  const row: Record<string, unknown> = {}
  for (const [name, column] of tableOf(kind).columns) if (!column.optional) row[name] = plain[column.kind](n, name)
  return copyRow(kind, { ...row, ...to })
}
