import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { needs } from '../setup/capabilities.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { projectFile } from './dockerfile.ts'

const run = promisify(execFile)
const path = fileURLToPath(new URL('../../deploy/systemd/portico.service', import.meta.url))
const unit = projectFile('deploy/systemd/portico.service')
const settingOf = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''

describe('the systemd unit', () => {
  it('starts what is in the project, on the Node that came with it', () => {
    const [node = '', script = '', command] = settingOf('ExecStart').split(' ')
    const home = '/opt/portico/'
    assert.equal(node, `${home}node_modules/.bin/node`)
    assert.ok(
      script.startsWith(home) &&
        existsSync(join(fileURLToPath(new URL('../..', import.meta.url)), script.slice(home.length))),
    )
    assert.equal(command, 'serve')
  })

  it('leaves Portico the time it takes to finish, and the engine the right to compile', () => {
    assert.ok(Number(settingOf('TimeoutStopSec')) > 10)
    assert.equal(settingOf('MemoryDenyWriteExecute'), '')
  })

  it('exposes next to nothing', needs('systemd-analyze'), async () => {
    const { stdout } = await run('systemd-analyze', ['security', '--offline=yes', '--no-pager', path])
    const exposure = Number(/Overall exposure level for portico\.service: ([\d.]+)/.exec(stdout)?.[1])
    assert.ok(exposure <= 2, stdout)
  })

  it('says nothing that systemd does not understand', needs('systemd-analyze'), async () => {
    const folder = await temporaryFolder()
    const here = join(folder.path, 'portico.service')
    // It looks whether the program is there, which it is not on the machine of a test.
    await writeFile(here, unit.replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath}`))
    try {
      const { stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', here])
      assert.equal(
        `${stdout}${stderr}`
          .split('\n')
          .filter((line) => line.includes('portico.service'))
          .join('\n'),
        '',
      )
    } finally {
      await folder.remove()
    }
  })
})
