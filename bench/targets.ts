import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { client } from './relying-party.ts'

/** A server under measurement: a process of its own, on one core. */
export interface Target {
  readonly name: string
  readonly url: string
  /** ms from starting the process to its first answer. */
  readonly firstAnswer: number
  /** ms of processor time so far, its threads included. */
  cpu(): Promise<number>
  /** MiB of resident memory. */
  memory(): Promise<number>
  stop(): Promise<void>
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const serverCore = '0'

const start = async (
  name: string,
  port: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  clean: () => Promise<void> = async () => {},
): Promise<Target> => {
  const url = `http://localhost:${port}`
  const began = performance.now()
  const child = spawn('taskset', ['-c', serverCore, process.execPath, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${complaints}`)
    try {
      const answer = await fetch(`${url}/.well-known/openid-configuration`)
      await answer.arrayBuffer()
      break
    } catch {
      await delay(2)
    }
  }
  const firstAnswer = performance.now() - began
  return {
    name,
    url,
    firstAnswer,
    async cpu() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8')
      const [user = 0, system = 0] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .slice(11, 13)
        .map(Number)
      // The kernel counts in hundredths of a second.
      return (user + system) * 10
    },
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      await clean()
    },
  }
}

const password = 'correct horse battery staple'

const configuration = {
  accounts: [{ username: 'alice', name: 'Alice Example', email: 'alice@example.org', emailVerified: true, password }],
  applications: [
    {
      slug: 'bench',
      name: 'Bench',
      clientId: client.id,
      clientSecret: client.secret,
      redirectUris: [client.redirectUri],
      consent: 'implicit',
    },
  ],
}

/** Portico as anybody starts it: SQLite in a folder, every commit durable. `folder` is kept, to start on it again. */
export const startPortico = async (port: number, folder: string): Promise<Target> => {
  const file = join(folder, 'portico.yaml')
  await writeFile(file, JSON.stringify(configuration))
  return start('portico', port, [here('../bin/portico.js'), 'serve'], {
    PORTICO_URL: `http://localhost:${port}`,
    PORTICO_LISTEN: `127.0.0.1:${port}`,
    PORTICO_DATA: join(folder, 'data'),
    PORTICO_CONFIG: file,
    PORTICO_LOG_LEVEL: 'warn',
  })
}

export const startOidcProvider = (port: number): Promise<Target> =>
  start('oidc-provider', port, [here('peer-oidc-provider.ts'), String(port)])

export const startBareHttp = (port: number): Promise<Target> =>
  start('node:http', port, [here('peer-bare-http.ts'), String(port)])

export const temporaryFolder = async (): Promise<{ path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'portico-bench-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export { password }
