import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { type PorticoProcess, startPortico } from '../../support/portico-process.ts'

const running = new Set<PorticoProcess>()
after(async () => {
  for (const portico of running) await portico.kill()
})
const start = async (options: Parameters<typeof startPortico>[0] = {}): Promise<PorticoProcess> => {
  const portico = await startPortico(options)
  running.add(portico)
  return portico
}
const stop = (portico: PorticoProcess, signal?: 'SIGTERM' | 'SIGINT') => {
  running.delete(portico)
  return portico.stop(signal)
}

const launcher = fileURLToPath(new URL('../../../bin/portico.js', import.meta.url))

/** Runs the program to its end. */
const run = async (folder: string, environment: Readonly<Record<string, string>>) => {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [launcher], { cwd: folder, env: { PATH, ...environment } })
  const heard = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (heard.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (heard.err += text))
  const [code] = await once(child, 'close')
  return { code, ...heard }
}

const dial = async (portico: PorticoProcess): Promise<Socket> => {
  const socket = connect(Number(new URL(portico.innerUrl).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket.setEncoding('utf8')
}
const heardOn = async (socket: Socket): Promise<string> => {
  let heard = ''
  for await (const chunk of socket) heard += chunk
  return heard
}

/** A request whose body is not all there yet. */
const half =
  'POST /token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na'
const setUpLink = /^http:\/\/localhost:\d+\/setup\/plk_[A-Za-z0-9]{43}$/m

describe('the program', () => {
  it('prints a set-up link alone on a line until there is an administrator, and then never again', async () => {
    const portico = await start()
    const [link] = setUpLink.exec(portico.output()) ?? []
    assert.ok(link, portico.output())
    assert.equal((await fetch(link)).status, 200)
    assert.equal(await stop(portico), 0)

    const managed = await start({ yaml: { accounts: [{ username: 'alice', admin: true }] } })
    assert.doesNotMatch(managed.output(), setUpLink)
    assert.equal(await stop(managed, 'SIGINT'), 0)
  })

  it('says everything that is wrong, starts nothing and makes nothing', async () => {
    const folder = temporaryFolder()
    const environment = { PORTICO_URL: 'http://id.example.org', PORTICO_LISTEN: 'nowhere', PORTICO_DATE: 'x' }
    const { code, out, err } = await run(folder, environment)
    assert.deepEqual([code, out], [1, ''])
    assert.equal(err.trim().split('\n').length, 3, err)
    assert.ok(!existsSync(join(folder, 'data')))
  })

  it('does not start half-configured: with a portico.yaml that cannot be applied, it does not listen', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'portico.yaml'), 'applications: [{ slug: a, clientSecretEnv: NOT_THERE }]')
    const { code, err } = await run(folder, { PORTICO_LISTEN: String(await freePort()) })
    assert.equal(code, 1)
    assert.match(
      err,
      /portico\.yaml:1:\d+ applications\[0\]\.clientSecretEnv cannot be used: the environment variable NOT_THERE/,
    )
    assert.doesNotMatch(err, /ready/)
  })

  it('says who has its port, and changes nothing', async () => {
    const portico = await start()
    const { port } = new URL(portico.innerUrl)
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'portico.yaml'), 'groups: [{ name: staff }]')
    const { code, err } = await run(folder, { PORTICO_LISTEN: port })
    assert.doesNotMatch(err, /applied/)
    assert.equal(code, 1)
    assert.match(err, /PORTICO_LISTEN: 127\.0\.0\.1, port \d+: another program is listening there/)
    await stop(portico)
  })

  it('logs one JSON object a line, and never what came with a request', async () => {
    const portico = await start({ env: { PORTICO_LOG_LEVEL: 'debug' } })
    await fetch(`${portico.url}/token?code=canary`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'canary', client_id: 'canary', client_secret: 'canary' }),
      headers: { cookie: 'a=canary' },
    })
    assert.equal(await stop(portico), 0)
    const logged = portico
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    assert.deepEqual(
      logged.map((line) => typeof JSON.parse(line).message),
      logged.map(() => 'string'),
    )
    assert.ok(logged.length >= 3)
    assert.doesNotMatch(portico.output(), /canary/)
  })

  it('serves metrics on a port of their own when it has one, and only there', async () => {
    const port = await freePort()
    const portico = await start({ env: { PORTICO_METRICS_LISTEN: String(port) } })
    const page = await fetch(`http://127.0.0.1:${port}/metrics`)
    assert.match(await page.text(), /^portico_requests_total\{route="\/readyz"/m)
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404)
    assert.equal((await fetch(`${portico.url}/metrics`)).status, 404)
    await stop(portico)
  })
})

describe('stopping', () => {
  it('finishes what is under way, is not ready meanwhile, takes no new connection, and ends with 0', async () => {
    const portico = await start()
    const underWay = await dial(portico)
    underWay.write(half)
    const kept = await dial(portico)
    kept.write('GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n')
    assert.match(String((await once(kept, 'data'))[0]), /^HTTP\/1\.1 200/)

    const ended = stop(portico)
    await logged(portico, 'stopping')
    kept.write('GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n')
    assert.match(await heardOn(kept), /^HTTP\/1\.1 503[\s\S]*connection: close/i)
    await assert.rejects(dial(portico), { code: 'ECONNREFUSED' })
    underWay.write('=b')
    assert.match(await heardOn(underWay), /^HTTP\/1\.1 4\d\d [\s\S]*\{"error":/)
    assert.equal(await ended, 0)
  })

  it('ends at once when it is told twice', async () => {
    const portico = await start()
    const underWay = await dial(portico)
    underWay.on('error', () => {}).write(half)
    const ended = stop(portico)
    await logged(portico, 'stopping')
    assert.equal(await portico.stop(), 1)
    assert.equal(await ended, 1)
    underWay.destroy()
  })
})

describe('npm start', { skip: process.platform === 'win32' }, () => {
  it('ends the program when npm is told to end', async () => {
    const folder = temporaryFolder()
    const port = await freePort()
    const npm = spawn('npm', ['start'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      env: { ...withoutTests(), PORTICO_LISTEN: `127.0.0.1:${port}`, PORTICO_DATA: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let heard = ''
    npm.stdout.setEncoding('utf8')
    for await (const text of npm.stdout) {
      heard += text
      if (setUpLink.test(heard)) break
    }
    npm.kill('SIGTERM')
    const url = `http://127.0.0.1:${port}/healthz`
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      )
    while (await answers()) await new Promise((resolve) => setTimeout(resolve, 50))
  })
})

/** What npm needs of the environment, and nothing that this run of the tests has set. */
const withoutTests = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(npm_|NODE_|PORTICO_|DATABASE_URL)/.test(name) ? [] : [[name, value]],
    ),
  )

const logged = async (portico: PorticoProcess, message: string): Promise<void> => {
  while (!portico.output().includes(`"message":"${message}"`)) await new Promise((resolve) => setImmediate(resolve))
}
