import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { type Environment, parseConfig } from '../../../src/config.ts'
import { Problems } from '../../../src/lib/problems.ts'

const secret = '0123456789abcdef0123456789abcdef'

const parse = (environment: Environment = {}, files: Readonly<Record<string, string>> = {}) =>
  parseConfig(environment, {
    exists: (path) => files[path] !== undefined,
    read: (path) => {
      const text = files[path]
      if (text === undefined) throw new Error('ENOENT')
      return text
    },
    resolve: (...parts) => resolve('/srv', ...parts),
  })

const problemsOf = (environment: Environment, files: Readonly<Record<string, string>> = {}): readonly string[] => {
  try {
    parse(environment, files)
  } catch (error) {
    if (error instanceof Problems) return error.problems
    throw error
  }
  return []
}

/** The one problem that is told. */
const problem = (environment: Environment, files: Readonly<Record<string, string>> = {}): string => {
  const problems = problemsOf(environment, files)
  assert.equal(problems.length, 1, problems.join('\n'))
  return problems[0] ?? ''
}

describe('without any setting', () => {
  it('serves http://localhost:8080 from ./data on SQLite, to this machine only', () => {
    const config = parse()
    assert.equal(config.base, 'http://localhost:8080')
    assert.equal(config.secure, false)
    assert.deepEqual(config.listen, { host: '127.0.0.1', port: 8080 })
    assert.deepEqual(config.database, { engine: 'sqlite', file: '/srv/data/portico.sqlite' })
    assert.deepEqual([config.secrets, config.trustedProxies, config.outboundAllow], [[], [], []])
    assert.equal(config.mail, undefined)
    assert.equal(config.metricsListen, undefined)
    assert.equal(config.configurationFile, undefined)
  })

  it('is frozen to its leaves', () => {
    const config = parse({ PORTICO_TRUSTED_PROXIES: '10.0.0.0/8' })
    assert.ok([config, config.listen, config.database, config.log, config.trustedProxies].every(Object.isFrozen))
  })

  it('counts an empty value as none', () => {
    assert.deepEqual(parse({ PORTICO_URL: '', DATABASE_URL: '', PORTICO_LISTEN: '' }), parse())
  })
})

describe('PORTICO_URL', () => {
  it('is https anywhere, and http on this machine', () => {
    for (const base of ['https://id.example.org', 'https://id.example.org:8443']) {
      assert.equal(parse({ PORTICO_URL: base }).base, base)
      assert.equal(parse({ PORTICO_URL: base }).secure, true)
    }
    for (const base of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://id.localhost']) {
      assert.equal(parse({ PORTICO_URL: base }).base, base)
      assert.equal(parse({ PORTICO_URL: base }).secure, false)
    }
  })

  it('follows the port of PORTICO_LISTEN when absent', () => {
    assert.equal(parse({ PORTICO_LISTEN: '0.0.0.0:9000' }).base, 'http://localhost:9000')
  })

  it('refuses http elsewhere until told that it is unsafe', () => {
    assert.match(
      problem({ PORTICO_URL: 'http://id.example.org' }),
      /Write https:\/\/id\.example\.org,.*PORTICO_UNSAFE_HTTP=1/,
    )
    assert.match(problem({ PORTICO_URL: 'http://127.0.0.1.example.org' }), /PORTICO_UNSAFE_HTTP/)
    assert.match(problem({ PORTICO_URL: 'http://id.example.org', PORTICO_UNSAFE_HTTP: '0' }), /PORTICO_UNSAFE_HTTP/)
    assert.equal(
      parse({ PORTICO_URL: 'http://id.example.org', PORTICO_UNSAFE_HTTP: '1' }).base,
      'http://id.example.org',
    )
  })

  it('has one spelling, and a problem says which', () => {
    const origin = /Write https:\/\/id\.example\.org$/
    assert.match(problem({ PORTICO_URL: 'https://id.example.org/' }), /ends in a slash/)
    assert.match(problem({ PORTICO_URL: 'https://id.example.org/' }), origin)
    for (const wrong of ['/login', '/?', '?a', '#', ':443']) {
      assert.match(problem({ PORTICO_URL: `https://id.example.org${wrong}` }), origin, wrong)
    }
    assert.match(problem({ PORTICO_URL: 'https://ID.example.org' }), origin)
    assert.match(problem({ PORTICO_URL: 'https://me:pw@id.example.org' }), origin)
    assert.match(problem({ PORTICO_URL: 'id.example.org' }), /Write https:\/\//)
    assert.match(problem({ PORTICO_URL: 'ftp://id.example.org' }), /Write https:\/\//)
  })

  it('is needed when the system chooses the port', () => {
    assert.match(problem({ PORTICO_LISTEN: '127.0.0.1:0' }), /PORTICO_URL is needed/)
  })
})

describe('PORTICO_LISTEN', () => {
  it('is a port, or a host and a port', () => {
    const listening: readonly (readonly [string, string | undefined, number])[] = [
      ['3000', '127.0.0.1', 3000],
      ['0.0.0.0:3000', '0.0.0.0', 3000],
      ['[::1]:3000', '::1', 3000],
      [':3000', undefined, 3000],
      ['*:3000', undefined, 3000],
      ['localhost:3000', 'localhost', 3000],
    ]
    for (const [text, host, port] of listening) assert.deepEqual(parse({ PORTICO_LISTEN: text }).listen, { host, port })
  })

  it('refuses what is neither', () => {
    for (const text of ['localhost', '1:2:3', '::1:3000', '[::1]', '[nonsense]:1', '127.0.0.1:65536', 'x:', '-1'])
      assert.match(problem({ PORTICO_LISTEN: text }), /host:port/, text)
  })
})

describe('the sealing secret', () => {
  it('is required with PostgreSQL', () => {
    assert.match(
      problem({ DATABASE_URL: 'postgres://db/portico' }),
      /PORTICO_SECRET \(or PORTICO_SECRET_FILE\) is needed/,
    )
    const config = parse({ DATABASE_URL: 'postgresql://db/portico', PORTICO_SECRET: secret })
    assert.deepEqual(config.database, { engine: 'postgresql', url: 'postgresql://db/portico' })
  })

  it('may be several, the active one first, in the setting or in a file', () => {
    const other = secret.replaceAll('0', 'x')
    assert.deepEqual(parse({ PORTICO_SECRET: `${secret}, ${other}` }).secrets, [secret, other])
    const files = { '/run/secret': `${secret}\n${other}\n` }
    assert.deepEqual(parse({ PORTICO_SECRET_FILE: '/run/secret' }, files).secrets, [secret, other])
  })

  it('is long, and told about without being repeated', () => {
    for (const weak of ['hunter2', 'a'.repeat(64), `${secret},hunter2`, ',']) {
      const told = problem({ PORTICO_SECRET: weak })
      assert.match(told, /openssl rand/)
      assert.ok(!told.includes('hunter2'))
    }
    assert.match(problem({ DATABASE_URL: 'postgres://db/x', PORTICO_SECRET: 'hunter2' }), /fewer than 32 bytes/)
  })

  it('comes from one place that can be read', () => {
    assert.match(problem({ PORTICO_SECRET: secret, PORTICO_SECRET_FILE: '/x' }), /both set/)
    assert.match(problem({ PORTICO_SECRET_FILE: '/x', DATABASE_URL: 'postgres://db/x' }), /\/x cannot be read/)
    assert.match(problem({ PORTICO_SECRET_FILE: '/x' }, { '/x': 'hunter2\n' }), /^PORTICO_SECRET_FILE: it has fewer/)
  })
})

describe('the configuration file', () => {
  it('is ./portico.yaml when there is one', () => {
    assert.equal(parse({}, { '/srv/portico.yaml': '' }).configurationFile, '/srv/portico.yaml')
  })

  it('must be there when it is named', () => {
    assert.equal(
      parse({ PORTICO_CONFIG: 'etc/p.yaml' }, { '/srv/etc/p.yaml': '' }).configurationFile,
      '/srv/etc/p.yaml',
    )
    assert.match(problem({ PORTICO_CONFIG: 'etc/p.yaml' }), /there is no file \/srv\/etc\/p\.yaml/)
  })
})

describe('every other setting', () => {
  it('is read', () => {
    const config = parse({
      PORTICO_URL: 'https://id.example.org',
      PORTICO_DATA: '/var/lib/portico',
      PORTICO_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7 fd00::/8',
      PORTICO_SMTP_URL: 'smtps://me:pw@mail.example.org',
      PORTICO_LOG_LEVEL: 'DEBUG',
      PORTICO_LOG_FORMAT: 'json',
      PORTICO_METRICS_LISTEN: '9100',
      PORTICO_UNSAFE_OUTBOUND_ALLOW: 'http://10.0.0.5:3000,idp.lan:8443',
    })
    assert.deepEqual(config.database, { engine: 'sqlite', file: '/var/lib/portico/portico.sqlite' })
    assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])
    assert.deepEqual(config.mail, { url: 'smtps://me:pw@mail.example.org', from: 'no-reply@id.example.org' })
    assert.deepEqual(config.log, { level: 'debug', format: 'json' })
    assert.deepEqual(config.metricsListen, { host: '127.0.0.1', port: 9100 })
    assert.deepEqual(config.outboundAllow, ['http://10.0.0.5:3000', 'idp.lan:8443'])
  })

  it('has a problem that says what to write', () => {
    assert.match(problem({ PORTICO_TRUSTED_PROXIES: '10.0.0.0/33' }), /10\.0\.0\.0\/8/)
    assert.match(problem({ PORTICO_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }), /"proxy"/)
    assert.match(problem({ PORTICO_SMTP_URL: 'mail.example.org' }), /smtps:\/\//)
    assert.match(problem({ PORTICO_MAIL_FROM: 'Portico' }), /Portico <no-reply@example\.org>/)
    assert.match(problem({ PORTICO_LOG_LEVEL: 'loud' }), /debug, info, warn, error/)
    assert.match(problem({ PORTICO_LOG_FORMAT: 'xml' }), /json, text/)
    assert.match(problem({ PORTICO_UNSAFE_HTTP: 'maybe' }), /1 or 0/)
    assert.match(problem({ PORTICO_UNSAFE_OUTBOUND_ALLOW: 'http://10.0.0.5/path' }), /host:port/)
    assert.match(problem({ PORTICO_METRICS_LISTEN: 'yes' }), /host:port/)
  })

  it('never repeats a password in a problem', () => {
    const told = problemsOf({ DATABASE_URL: 'mysql://me:hunter2@db/x', PORTICO_SMTP_URL: 'me:hunter2@mail' })
    assert.equal(told.length, 2)
    assert.ok(!told.join().includes('hunter2'))
  })

  it('is told about together with all others', () => {
    const environment = {
      PORTICO_URL: 'x',
      PORTICO_LISTEN: 'y',
      DATABASE_URL: 'postgres://db/x',
      PORTICO_LOGLEVEL: 'z',
    }
    assert.equal(problemsOf(environment).length, 4)
  })
})

describe('an unknown PORTICO_ name', () => {
  it('is a problem that names the nearest setting', () => {
    assert.equal(problem({ PORTICO_URI: 'x' }), 'PORTICO_URI is not a setting. Did you mean PORTICO_URL?')
    assert.equal(problem({ PORTICO_COLOUR_SCHEME: 'x' }), 'PORTICO_COLOUR_SCHEME is not a setting. Remove it.')
  })

  it('is the operator’s own when the configuration file mentions it', () => {
    const files = { '/srv/portico.yaml': 'applications: [{ clientSecretEnv: PORTICO_NOTES_SECRET }]' }
    assert.deepEqual(problemsOf({ PORTICO_NOTES_SECRET: 'x' }, files), [])
    assert.match(problem({ PORTICO_NOTES: 'x' }, files), /PORTICO_NOTES/)
  })

  it('does not concern other programs’ names', () => {
    assert.deepEqual(problemsOf({ PATH: '/bin', PORTICOS: 'x', DATABASE_URI: 'x' }), [])
  })
})
