/**
 * Who may import whom. A room that a row does not name is out of reach for it; types count. The table is printed into
 * ARCHITECTURE.md by `UPDATE=1 node --test test/architecture.test.ts`, and held against every import of src.
 */
export interface Room {
  readonly name: string
  /** Files and folders below src. A file belongs to the room that names the longest part of its path. */
  readonly holds: readonly string[]
  readonly may: readonly string[] | 'everything'
  /** Files of which only types may be imported. */
  readonly typesOf?: readonly string[]
}

const room = (name: string, may: Room['may'], more: Partial<Room> = {}): Room => ({ name, holds: [name], may, ...more })

const product = [
  ...['lib', 'net', 'http', 'expressions', 'locales', 'config'],
  ...['storage', 'events', 'limits', 'jobs', 'mail', 'sources', 'accounts', 'applications', 'recipes', 'flow'],
  ...['protocol', 'diagnosis', 'moving'],
]

export const rooms: readonly Room[] = [
  room('lib', []),
  room('net', ['lib']),
  room('http', ['lib']),
  room('expressions', ['lib']),
  room('locales', ['lib']),
  room('config', ['lib'], { holds: ['config.ts', 'config'] }),
  room('storage', ['lib']),
  // The suite looks whether the tables are named as the engines name them, and an engine describes itself to it.
  room('storage/conformance', ['storage', 'storage/sql', 'lib'], {
    holds: ['storage/conformance.ts', 'storage/conformance'],
  }),
  room('storage/memory', ['storage', 'lib']),
  room('storage/sql', ['storage', 'lib'], {
    holds: ['storage/sql', 'storage/migrations'],
    typesOf: ['storage/conformance/subject.ts'],
  }),
  // Which of the two it is, is decided in one file.
  room('storage/open-storage.ts', ['storage', 'storage/memory', 'storage/sql', 'lib']),
  room('storage/backup', ['storage', 'storage/open-storage.ts', 'storage/sql', 'lib']),
  room('events', ['storage', 'lib']),
  room('limits', ['storage', 'lib']),
  room('jobs', ['storage', 'lib']),
  room('mail', ['jobs', 'storage', 'lib']),
  room('sources', ['storage', 'net', 'events', 'expressions', 'lib']),
  room('accounts', ['storage', 'events', 'limits', 'mail', 'lib'], { typesOf: ['sources/source.ts'] }),
  room('applications', ['storage', 'events', 'expressions', 'accounts', 'lib']),
  room('recipes', ['lib'], { typesOf: ['applications'] }),
  room('flow', ['accounts', 'applications', 'lib'], { typesOf: ['sources/source.ts'] }),
  room('protocol', [
    ...['protocol/endpoints', 'flow', 'applications', 'accounts', 'storage', 'events', 'limits', 'jobs'],
    ...['net', 'http', 'lib'],
  ]),
  room('protocol/endpoints', [
    ...['protocol', 'flow', 'applications', 'accounts', 'storage', 'events', 'limits', 'jobs'],
    ...['net', 'http', 'lib'],
  ]),
  ...['diagnosis', 'moving'].map((name) =>
    room(name, [
      ...['protocol', 'protocol/endpoints', 'recipes', 'applications', 'accounts', 'sources', 'events'],
      ...['storage', 'lib'],
    ]),
  ),
  room('web/ui', ['locales', 'lib']),
  room('web', [
    ...['web/ui', 'locales', 'flow', 'protocol', 'protocol/endpoints', 'accounts', 'applications', 'sources'],
    ...['recipes', 'events', 'limits', 'http', 'lib'],
  ]),
  room('admin/operations', product, { holds: ['admin/operations', 'admin/apply', 'admin/plan', 'admin/moving'] }),
  ...['admin/api', 'console'].map((name) => room(name, ['admin/operations', 'web/ui', 'locales', 'http', 'lib'])),
  room('cli', ['admin/operations', 'moving', 'diagnosis', 'config', 'app', 'lib']),
  room('app', 'everything', { holds: ['app.ts', 'routes.ts', 'start'] }),
  room('main', 'everything', { holds: ['main.ts'] }),
]

/** Packages that only some files may import: by path below src, or by how the path ends. */
export const packagesAtHome: readonly { readonly packages: RegExp; readonly home: RegExp; readonly because: string }[] =
  [
    {
      packages: /^(pg|node:sqlite)$/,
      home: /^storage\/(sql|backup)\//,
      because: 'one place knows the engines',
    },
    {
      packages: /^kysely$/,
      home: /^storage\/(sql|migrations)\//,
      because: 'SQL is written in one place',
    },
    {
      packages: /^(hono|@hono\/node-server|@hono\/zod-openapi)$/,
      home: /^(app\.ts|http\/[^/]+\.ts|(.*\/)?routes\.ts)$/,
      because: 'a handler is a function from a visit to a response, whatever the router',
    },
    {
      packages: /^hono\/(html|utils\/html)$/,
      home: /^(web|console)\//,
      because: 'markup is written in page files',
    },
    {
      packages: /^zod$/,
      home: /^(config\.ts|config\/|admin\/api\/|admin\/operations\/|admin\/apply\/|admin\/moving\/|moving\/|sources\/|net\/|recipes\/)/,
      because: 'what comes from outside is checked where it comes in, and has a type from there on',
    },
  ]
