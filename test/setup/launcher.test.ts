import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'

/** What an installation looks like to the launcher, with a program in it that tells how it was started. */
const program = `
const started: string = process.versions.node
if (process.argv[2] === 'wait') {
  const alive = setInterval(() => {}, 1000)
  process.on('SIGTERM', () => { clearInterval(alive); process.exitCode = 7 })
}
console.log(JSON.stringify({ args: process.argv.slice(2), node: started }))
`
const pretendsToBeOld = `
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } })
`

describe('the launcher', () => {
  let root = ''
  const installed = () => join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  const children: ChildProcess[] = []

  const launch = (options: { args?: string[]; old?: boolean; data?: string }) => {
    const preload = options.old ? ['--require', join(root, 'old.cjs')] : []
    const env = { ...process.env, PORTICO_DATA: options.data ?? join(root, 'nowhere'), NODE_OPTIONS: '' }
    const child = spawn(process.execPath, [...preload, join(root, 'bin/portico.js'), ...(options.args ?? [])], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    return child
  }

  const finish = async (child: ReturnType<typeof launch>) => {
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return { out, err, code }
  }

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'portico-launcher-'))
    await cp(new URL('../../bin', import.meta.url), join(root, 'bin'), { recursive: true })
    await mkdir(join(root, 'src'))
    await mkdir(dirname(installed()), { recursive: true })
    await symlink(process.execPath, installed())
    await writeFile(join(root, 'package.json'), '{ "type": "module" }')
    await writeFile(join(root, 'src/main.ts'), program)
    await writeFile(join(root, 'old.cjs'), pretendsToBeOld)
  })

  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await rm(root, { recursive: true, force: true })
  })

  it('runs the program with its arguments when this Node is new enough', async () => {
    const { out, code } = await finish(launch({ args: ['serve', '--loud'] }))
    assert.deepEqual(JSON.parse(out), { args: ['serve', '--loud'], node: process.versions.node })
    assert.equal(code, 0)
  })

  it('runs the program on the Node that came with the installation when this one is too old', async () => {
    const { out, code } = await finish(launch({ args: ['serve'], old: true }))
    assert.deepEqual(JSON.parse(out), { args: ['serve'], node: process.versions.node })
    assert.equal(code, 0)
  })

  it('passes a signal on to the program and ends with its exit code', async () => {
    const child = launch({ args: ['wait'], old: true })
    const done = finish(child)
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    const { code } = await done
    assert.equal(code, 7)
  })

  it('keeps compiled code in the data folder when there is one, and makes none', async () => {
    const data = join(root, 'data')
    await mkdir(data)
    await finish(launch({ data }))
    await finish(launch({ data: join(root, 'other') }))
    assert.deepEqual(await readdir(data), ['cache'])
    assert.ok(!(await readdir(root)).includes('other'))
  })

  it('names both versions in one sentence when there is no Node that could run it', async () => {
    await rm(installed())
    const { out, err, code } = await finish(launch({ old: true }))
    assert.equal(err, 'Portico needs Node 24.15 or newer, and this is Node 20.1.0.\n')
    assert.equal(out, '')
    assert.equal(code, 1)
  })
})
