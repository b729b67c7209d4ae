import { type CompiledQuery, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Test } from '../conditions.ts'
import { type PlainTable, tableOf } from '../fit.ts'
import type { Kind } from '../records.ts'
import { snake } from './columns.ts'
import type { Dialect } from './dialect.ts'
import type { Statement } from './engine.ts'

/**
 * The text of every statement, built by Kysely once per verb, kind and shape and then kept:
 * building one costs more than running it. Values are slots that are filled at run time.
 */
export interface Statements {
  readonly dialect: Dialect
  insert(kind: Kind): Statement
  upsert(kind: Kind): Statement
  select(kind: Kind, query: SelectShape): Statement
  count(kind: Kind, tests: readonly Test[]): Statement
  /** With `returning`, answers with the records that are gone. */
  delete(kind: Kind, tests: readonly Test[], returning?: boolean): Statement
  update(kind: Kind, columns: readonly string[]): Statement
  bump(): Statement
  claim(): Statement
}

export interface SelectShape {
  readonly tests: readonly Test[]
  readonly anyOf?: readonly (readonly Test[])[] | undefined
  readonly orderBy?: string | undefined
  readonly descending?: boolean | undefined
  /** Two more values: limit and offset. */
  readonly paged?: boolean
  /** Nobody else writes these rows until the unit has ended. */
  readonly lock?: boolean
}

/** Statements of more shapes than this would be the work of somebody who makes up shapes. */
const mostKept = 2000

class Slot {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

/** Hands out slots in the order in which values are given. */
type NextSlot = () => RawBuilder<unknown>

const shapeOf = (tests: readonly Test[]): string =>
  tests.map((test) => `${test.column} ${test.is}${test.is === 'oneOf' && test.orAbsent ? ' or absent' : ''}`).join(',')

const names = (table: PlainTable): string[] => table.columns.map(([name]) => snake(name))

export const createStatements = (dialect: Dialect): Statements => {
  const { builder } = dialect
  const kept = new Map<string, Statement>()

  const keep = (key: string, build: (next: NextSlot) => { compile(): CompiledQuery }, answers: boolean): Statement => {
    const known = kept.get(key)
    if (known !== undefined) return known
    let slots = 0
    const { sql: text, parameters } = build(() => sql`${new Slot(slots++)}`).compile()
    const binds = parameters.map((parameter) => (parameter instanceof Slot ? parameter.at : -1))
    const statement = { sql: text, binds, answers }
    if (kept.size >= mostKept) kept.clear()
    kept.set(key, statement)
    return statement
  }

  const condition = (test: Test, next: NextSlot): RawBuilder<SqlBool> => {
    const column = sql.ref(snake(test.column))
    switch (test.is) {
      case 'equal':
        return sql`${column} = ${next()}`
      case 'before':
        return sql`${column} < ${next()}`
      case 'after':
        return sql`${column} > ${next()}`
      case 'oneOf': {
        const among = dialect.isOneOf(column, next())
        return test.orAbsent ? sql`(${among} or ${column} is null)` : among
      }
      case 'contains':
        return dialect.contains(column, next())
      case 'present':
        return sql`${column} is not null`
      case 'absent':
        return sql`${column} is null`
      case 'never':
        return sql`1 = 0`
    }
  }

  const all = (tests: readonly Test[], next: NextSlot): RawBuilder<SqlBool> =>
    tests.length === 0
      ? sql`1 = 1`
      : sql`${sql.join(
          tests.map((test) => condition(test, next)),
          sql` and `,
        )}`

  const any = (sets: readonly (readonly Test[])[], next: NextSlot): RawBuilder<SqlBool> =>
    sets.length === 0
      ? sql`1 = 0`
      : sql`(${sql.join(
          sets.map((tests) => sql`(${all(tests, next)})`),
          sql` or `,
        )})`

  const inserting = (kind: Kind, next: NextSlot) => {
    const row = Object.fromEntries(names(tableOf(kind)).map((name) => [name, next()]))
    return builder.insertInto(snake(kind)).values(row)
  }

  return {
    dialect,
    // An id in use is no error but no row: PostgreSQL would otherwise give up the whole transaction,
    // and SQLite would name whichever unique columns it happens to look at first.
    insert: (kind) =>
      keep(`insert ${kind}`, (next) => inserting(kind, next).onConflict((on) => on.column('id').doNothing()), false),

    upsert: (kind) =>
      keep(
        `upsert ${kind}`,
        (next) =>
          inserting(kind, next).onConflict((on) =>
            on
              .column('id')
              .doUpdateSet(
                Object.fromEntries(
                  names(tableOf(kind)).flatMap((name) => (name === 'id' ? [] : [[name, sql.ref(`excluded.${name}`)]])),
                ),
              ),
          ),
        false,
      ),

    select(kind, { tests, anyOf, orderBy, descending = false, paged = false, lock = false }) {
      const either = anyOf === undefined ? '' : ` any ${anyOf.map((tests) => `(${shapeOf(tests)})`)}`
      const order = orderBy === undefined ? '' : ` by ${orderBy} ${descending}`
      const key = `select ${kind} ${shapeOf(tests)}${either}${order} ${paged} ${lock}`
      return keep(
        key,
        (next) => {
          const table = tableOf(kind)
          let query = builder.selectFrom(snake(kind)).select(names(table)).where(all(tests, next))
          if (anyOf !== undefined) query = query.where(any(anyOf, next))
          if (orderBy !== undefined) {
            const direction = descending ? sql`desc` : sql`asc`
            const absent = descending ? sql`nulls last` : sql`nulls first`
            const optional = table.column.get(orderBy)?.optional === true
            if (orderBy !== 'id')
              query = query.orderBy(sql`${sql.ref(snake(orderBy))} ${direction} ${optional ? absent : sql``}`)
            query = query.orderBy(sql`id ${direction}`)
          }
          if (paged) query = query.limit(sql<number>`${next()}`).offset(sql<number>`${next()}`)
          return lock && dialect.locksRows ? query.forUpdate() : query
        },
        true,
      )
    },

    count: (kind, tests) =>
      keep(
        `count ${kind} ${shapeOf(tests)}`,
        (next) => builder.selectFrom(snake(kind)).select(sql<number>`count(*)`.as('n')).where(all(tests, next)),
        true,
      ),

    delete: (kind, tests, returning = false) =>
      keep(
        `delete ${kind} ${shapeOf(tests)} ${returning}`,
        (next) => {
          const query = builder.deleteFrom(snake(kind)).where(all(tests, next))
          return returning ? query.returning(names(tableOf(kind))) : query
        },
        returning,
      ),

    update: (kind, columns) =>
      keep(
        `update ${kind} ${columns.join(',')}`,
        (next) =>
          builder
            .updateTable(snake(kind))
            .set(Object.fromEntries(columns.map((name) => [snake(name), next()])))
            .where(sql<SqlBool>`id = ${next()}`),
        false,
      ),

    // Values: id, by, end of a window that starts now, now.
    bump: () =>
      keep(
        'bump',
        (next) => {
          const [id, by, end, now] = [next(), next(), next(), next()]
          const over = sql`counters.expires_at <= ${now}`
          return builder
            .insertInto('counters')
            .values({ id, count: by, expires_at: end })
            .onConflict((on) =>
              on.column('id').doUpdateSet({
                count: sql`case when ${over} then excluded.count else counters.count + excluded.count end`,
                expires_at: sql`case when ${over} then excluded.expires_at else counters.expires_at end`,
              }),
            )
            .returning('count')
        },
        true,
      ),

    // Values: kinds, now, end of the lease, limit. On PostgreSQL, jobs that another node is just leasing are passed over.
    claim: () =>
      keep(
        'claim',
        (next) => {
          const [kinds, now, until, limit] = [next(), next(), next(), next()]
          // Materialized, so that it is looked up, limited and locked once.
          return builder
            .with(
              (cte) => cte('due').materialized(),
              (db) => {
                const due = db
                  .selectFrom('jobs')
                  .select('id')
                  .where(dialect.isOneOf(sql.ref('kind'), kinds))
                  .where(sql<SqlBool>`due_at <= ${now}`)
                  .where(sql<SqlBool>`leased_until <= ${now}`)
                  .orderBy('due_at')
                  .orderBy('id')
                  .limit(sql<number>`${limit}`)
                return dialect.locksRows ? due.forUpdate().skipLocked() : due
              },
            )
            .updateTable('jobs')
            .set({ leased_until: until, attempts: sql`attempts + 1` })
            .where(sql<SqlBool>`id in (select id from due)`)
            .returning(names(tableOf('jobs')))
        },
        true,
      ),
  }
}
