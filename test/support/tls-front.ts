import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { temporaryFolder } from './temporary-folder.ts'
import { createTestCa, type TestCa } from './test-ca.ts'

export interface TlsFront {
  /** `https://localhost:4711`, no trailing slash. */
  readonly url: string
  readonly ca: TestCa
  /** The root certificate as a file, for programs that are told what to trust by a path. */
  readonly caFile: string
  close(): Promise<void>
}

/**
 * A reverse proxy as people put it in front: TLS outside, plain HTTP inside, the Host as the browser sent it, and
 * X-Forwarded-* for those who trust it. `target` is the origin behind it.
 */
export const startTlsFront = async (options: {
  readonly target: string
  readonly hostname?: string
  readonly port?: number
  readonly ca?: TestCa
}): Promise<TlsFront> => {
  const hostname = options.hostname ?? 'localhost'
  const ca = options.ca ?? createTestCa()
  const folder = await temporaryFolder({ readable: true })
  const caFile = join(folder.path, 'ca.pem')
  await writeFile(caFile, ca.cert)
  const target = new URL(options.target)

  const server = createServer(ca.issue(hostname), (incoming, outgoing) => {
    const inner = request({
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...incoming.headers,
        'x-forwarded-for': incoming.socket.remoteAddress,
        'x-forwarded-host': incoming.headers.host,
        'x-forwarded-proto': 'https',
      },
    })
    inner.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      pipeline(answer, outgoing).catch(() => outgoing.destroy())
    })
    inner.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502)
      outgoing.end()
    })
    pipeline(incoming, inner).catch(() => inner.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TLS front listens on a port')

  return {
    url: `https://${hostname}:${address.port}`,
    ca,
    caFile,
    async close() {
      server.closeAllConnections()
      server.close()
      await folder.remove()
    },
  }
}
