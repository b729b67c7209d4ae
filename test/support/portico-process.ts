import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Server, startServer } from './child-process.ts'
import { freePort } from './free-port.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { startTlsFront, type TlsFront } from './tls-front.ts'

export interface PorticoProcess extends Server {
  /** The public base, no trailing slash. */
  readonly url: string
  /** Where it listens: the same, or what is behind the TLS front. */
  readonly innerUrl: string
  readonly dataFolder: string
  /** With `tls`: what a client has to trust. */
  readonly front: TlsFront | undefined
}

const launcher = fileURLToPath(new URL('../../bin/portico.js', import.meta.url))

/** What the tests run with, without anything that would configure the program behind their back. */
const cleanEnvironment = (): Record<string, string> => {
  const ours = /^(PORTICO_|DATABASE_URL$|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || ours.test(name) ? [] : [[name, value]],
    ),
  )
}

/**
 * The whole program as a process of its own, ready to answer. `yaml` is its portico.yaml, as text or as a value. A data
 * folder that the caller brings stays afterwards, so that the program can be started on it again.
 */
export const startPortico = async (
  options: {
    readonly env?: Record<string, string>
    readonly yaml?: string | object
    readonly dataDir?: string
    readonly port?: number
    readonly tls?: boolean
  } = {},
): Promise<PorticoProcess> => {
  const folder = await temporaryFolder()
  const dataFolder = options.dataDir ?? join(folder.path, 'data')
  const port = options.port ?? (await freePort())
  const innerUrl = `http://localhost:${port}`
  const front = options.tls ? await startTlsFront({ target: `http://127.0.0.1:${port}` }) : undefined
  const url = front?.url ?? innerUrl
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })

  const configuration: Record<string, string> = {}
  if (options.yaml !== undefined) {
    configuration['PORTICO_CONFIG'] = join(folder.path, 'portico.yaml')
    const text = typeof options.yaml === 'string' ? options.yaml : JSON.stringify(options.yaml, null, 2)
    await writeFile(configuration['PORTICO_CONFIG'], text)
  }

  const cleanUp = async () => {
    await front?.close()
    await folder.remove()
  }
  try {
    const server = await startServer({
      command: process.execPath,
      args: [launcher, 'serve'],
      readyUrl: `${innerUrl}/readyz`,
      cwd: folder.path,
      env: {
        ...cleanEnvironment(),
        PORTICO_URL: url,
        PORTICO_LISTEN: `127.0.0.1:${port}`,
        PORTICO_DATA: dataFolder,
        ...(front === undefined ? {} : { PORTICO_TRUSTED_PROXIES: '127.0.0.0/8' }),
        ...configuration,
        ...options.env,
      },
    })
    return {
      url,
      innerUrl,
      dataFolder,
      front,
      output: server.output,
      stop: (signal) => server.stop(signal).finally(cleanUp),
      kill: () => server.kill().finally(cleanUp),
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}
