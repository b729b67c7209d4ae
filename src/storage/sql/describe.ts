import type { Schema, TableShape } from '../conformance/subject.ts'
import { asking, type Engine } from './engine.ts'

/** What the migrations have made of a database: tables, columns and indexes as the engine reports them. */
export const describeSchema = async (engine: Engine): Promise<Schema> => {
  const { columns, indexes } = queries[engine.dialect.name]
  const tables = new Map<string, TableShape & { columns: Map<string, string>; unique: string[]; index: string[] }>()
  const table = (name: unknown) => {
    const known = tables.get(String(name)) ?? { columns: new Map(), unique: [], index: [] }
    tables.set(String(name), known)
    return known
  }
  for (const [of, name, type, required] of (await engine.read(asking(columns, [], true))).rows) {
    table(of).columns.set(String(name), `${String(type).toLowerCase()}${isTrue(required) ? ' not null' : ''}`)
  }
  for (const [of, list, unique] of (await engine.read(asking(indexes, [], true))).rows) {
    const sets = isTrue(unique) ? table(of).unique : table(of).index
    sets.push(String(list))
    sets.sort()
  }
  return { tables, typeOf: (kind) => engine.dialect.columns[kind].type.toLowerCase() }
}

const isTrue = (value: unknown): boolean => value === true || value === 1

/** Columns: table, name, type, required. Indexes: table, columns with commas, unique. */
const queries = {
  sqlite: {
    columns: `select t.name, c.name, c.type, c."notnull" from pragma_table_list t, pragma_table_info(t.name) c
      where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'`,
    indexes: `select t.name, (select group_concat(name, ',') from (select name from pragma_index_info(i.name) order by seqno)),
      i."unique" from pragma_table_list t, pragma_index_list(t.name) i
      where t.schema = 'main' and t.name not like 'sqlite_%' and i.origin <> 'pk'`,
  },
  postgres: {
    columns: `select c.relname::text, a.attname::text,
      format_type(a.atttypid, a.atttypmod) || case when l.collname = 'C' then ' collate "C"' else '' end, a.attnotnull
      from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_collation l on l.oid = a.attcollation
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
    indexes: `select c.relname::text, (select string_agg(a.attname::text, ',' order by k.ord)
        from unnest(i.indkey::int2[]) with ordinality k(num, ord)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num), i.indisunique
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = current_schema()::regnamespace and not i.indisprimary`,
  },
}
