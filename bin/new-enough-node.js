// Plain JavaScript, so that a Node too old for the rest can still read this file and be told what to do.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const needed = [24, 15]
const modules = fileURLToPath(new URL('../node_modules', import.meta.url))

const isNewEnough = (version) => {
  const [major, minor] = version.split('.').map(Number)
  return major > needed[0] || (major === needed[0] && minor >= needed[1])
}

/** The Node that came with `npm install`, where the platform has one. */
const installedNode = () => {
  const windows = process.platform === 'win32'
  const file = windows ? 'node.exe' : 'node'
  const platformPackage = `node-${windows ? 'win' : process.platform}-${process.arch}`
  return [join(modules, platformPackage, 'bin', file), join(modules, '.bin', file)].find(existsSync)
}

const runAgain = (node, script) => {
  const windows = process.platform === 'win32'
  // In a group of its own: a signal to ours, from a terminal or a service manager, then reaches it once, by way of us.
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    detached: !windows,
    env: { ...process.env, PORTICO_STARTED_AGAIN: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} did not start: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

/**
 * Goes on with `next` when this Node is new enough; otherwise runs `script` again, with the same arguments, on the Node
 * that came with the installation, and ends as that one ends.
 */
export const onNewEnoughNode = (script, next) => {
  const startedAgain = process.env.PORTICO_STARTED_AGAIN
  delete process.env.PORTICO_STARTED_AGAIN
  if (isNewEnough(process.versions.node)) return next()
  const node = startedAgain ? undefined : installedNode()
  if (node) return runAgain(node, script)
  console.error(`Portico needs Node ${needed.join('.')} or newer, and this is Node ${process.versions.node}.`)
  process.exit(1)
}
