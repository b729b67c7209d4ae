import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Server, startServer } from '../support/child-process.ts'
import { freePort } from '../support/free-port.ts'
import { createVisitor } from '../support/http-client.ts'
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts'
import { all, execForm, projectFile, readDockerfile } from './dockerfile.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('../..', import.meta.url))
const stages = readDockerfile(projectFile('Dockerfile'))
const [packages, image] = stages

/** Some user who owns nothing here, where we may become one; otherwise ourselves. */
const stranger = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {}

/** Copies as an instruction of the Dockerfile does, below `root` instead of below `/`. */
const copy = (rest: string, root: string, workdir: string): void => {
  const words = rest.split(/\s+/)
  const target = words.at(-1) ?? ''
  for (const source of words.slice(0, -1)) {
    const place = join(root, workdir, target, target.endsWith('/') ? source : '')
    cpSync(join(here, source), place, { recursive: true })
  }
}

/**
 * What the image is, without an engine: its instructions carried out in a folder, and its program started as a user who
 * may write nowhere but to the data folder.
 */
describe('what the image holds', () => {
  let folder: TemporaryFolder
  let portico: Server
  let port: number
  const app = () => join(folder.path, 'app')
  const node = () => join(folder.path, 'runtime/node')
  const environment = (): Record<string, string> => ({
    PATH: `${join(folder.path, 'runtime')}:/usr/bin:/bin`,
    NODE_ENV: 'production',
    PORTICO_LISTEN: `127.0.0.1:${port}`,
    PORTICO_DATA: join(folder.path, 'data'),
  })
  const command = (...words: string[]) =>
    run(node(), [join(app(), 'bin/portico.js'), ...words], { cwd: app(), env: environment(), ...stranger })

  before(async () => {
    folder = await temporaryFolder({ readable: true })
    port = await freePort()
    mkdirSync(app())
    for (const rest of all(packages, 'COPY')) copy(rest, folder.path, 'app')
    const script = all(packages, 'RUN').join('\n').replaceAll('/runtime', join(folder.path, 'runtime'))
    await run('sh', ['-euc', script], { cwd: app(), maxBuffer: 1e7 })
    for (const rest of all(image, 'COPY')) if (!rest.startsWith('--from=')) copy(rest, folder.path, 'app')

    const data = join(folder.path, 'data')
    mkdirSync(data, { mode: 0o700 })
    if (stranger.uid === undefined) chmodSync(app(), 0o555)
    else chownSync(data, stranger.uid, stranger.gid)
    portico = await startServer({
      command: node(),
      args: [join(app(), 'bin/portico.js'), ...execForm(all(image, 'CMD')[0])],
      readyUrl: `http://127.0.0.1:${port}/readyz`,
      cwd: app(),
      env: environment(),
      ...stranger,
    })
  })

  after(async () => {
    await portico?.kill()
    chmodSync(app(), 0o755)
    await folder?.remove()
  })

  it('has one Node in it, and nothing for other platforms or for tests', () => {
    const there = readdirSync(join(app(), 'node_modules'))
    // Not by package.json: what tests use may be what a dependency needs.
    const { packages } = JSON.parse(projectFile('package-lock.json'))
    assert.deepEqual(
      there.filter((name) => name.startsWith('node-') || packages[`node_modules/${name}`]?.dev === true),
      [],
    )
    const images = readdirSync(join(app(), 'node_modules/@img')).filter((name) => name.startsWith('sharp-'))
    for (const name of images) assert.ok(name.endsWith(`${process.platform}-${process.arch}`), name)
  })

  it('answers, writing nowhere but to the data folder', async () => {
    const visitor = createVisitor()
    const page = await visitor.get(`http://127.0.0.1:${port}/sign-in`)
    assert.equal(page.status, 200)
    const style = /href="(\/assets\/style[^"]+)"/.exec(page.text)?.[1]
    assert.equal((await visitor.get(`http://127.0.0.1:${port}${style}`)).status, 200)
    assert.deepEqual(readdirSync(app()).sort(), [
      '.npmrc',
      'LICENSE',
      'bin',
      'node_modules',
      'package-lock.json',
      'package.json',
      'src',
    ])
    const kept = readdirSync(join(folder.path, 'data'))
    for (const name of ['cache', 'portico.sqlite', 'secret']) assert.ok(kept.includes(name), name)
  })

  it('is found well by the check that the image comes with', async () => {
    const [, ...words] = execForm(all(image, 'HEALTHCHECK')[0]).map((word) => word.replace(':8080/', `:${port}/`))
    await run(node(), words, { env: {}, ...stranger })
    const elsewhere = words.map((word) => word.replace(`:${port}/`, ':1/'))
    await assert.rejects(run(node(), elsewhere, { env: {}, ...stranger }))
  })

  it('has the commands in it, also by their short name', async () => {
    const bin = join(folder.path, 'runtime/portico')
    symlinkSync(join(app(), 'bin/portico.js'), bin)
    const { version } = JSON.parse(projectFile('package.json'))
    const { stdout } = await run(bin, ['--version'], { cwd: app(), env: environment(), ...stranger })
    assert.equal(stdout.trim(), version)
    const made = await command('accounts', 'create', 'alice', '--admin')
    assert.match(made.stdout, /http:\/\/localhost:\d+\//)
    await command('backup', join(folder.path, 'data/portico.backup'))
    assert.ok(readFileSync(join(folder.path, 'data/portico.backup')).length > 0)
  })

  it('ends well when it is told to', async () => {
    assert.equal(await portico.stop('SIGTERM'), 0)
  })
})
