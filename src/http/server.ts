import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import { minutes, seconds, type Time } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { hardenedHeaders } from './respond.ts'

/** What answers: the whole program, as far as a socket is concerned. It never rejects. */
export type Answer = (request: Request, connection: { readonly address: string }) => Promise<Response>

export interface Server {
  /** Where it listens: the port that the system chose, when it was left to it. */
  readonly port: number
  /**
   * Stops taking connections, lets what is under way finish for `limit` at most, and resolves when nobody is connected.
   * A connection that is kept alive gets a moment for the request that may be on its way already, and is told to close.
   */
  drain(limit: Time): Promise<void>
}

export interface ServerOptions {
  /** Undefined: every address of the machine. */
  readonly host: string | undefined
  readonly port: number
  readonly log: Log
}

/** How long a connection that is kept alive may still bring a request after draining began. */
const lastMoment: Time = 500

// A visitor who sends slowly, or reads slowly, holds a connection for no longer than this; headers fit in 16 KiB.
const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: seconds(10),
  requestTimeout: seconds(30),
  connectionsCheckingInterval: seconds(2),
  // Longer than the usual proxies keep theirs (60 s), so that it is never we who close while they send.
  keepAliveTimeout: seconds(75),
}

/** Resolves when it listens; rejects, as `node:net` does, when the address is taken or not ours. */
export const listen = (answer: Answer, options: ServerOptions): Promise<Server> => {
  const listener = getRequestListener(
    (request, { incoming }) => answer(request, { address: incoming.socket?.remoteAddress ?? '' }),
    {
      // For HTTP/1.0 without a Host. What Host says is never used for anything.
      hostname: 'localhost',
      errorHandler: (error) => refuse(error, options.log),
    },
  )
  let draining = false
  const server = createServer(limits, (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (draining) outgoing.setHeader('connection', 'close')
    void listener(incoming, outgoing)
  })
  server.setTimeout(minutes(2))

  const drain = async (limit: Time): Promise<void> => {
    draining = true
    const closed = once(server, 'close')
    // Not `server.close()`: that cuts idle connections at once, and with them a request that is about to arrive.
    NetServer.prototype.close.call(server)
    const hopeless = setTimeout(() => server.closeAllConnections(), limit)
    let idle = setTimeout(function sweep() {
      server.closeIdleConnections()
      idle = setTimeout(sweep, 50)
    }, lastMoment)
    await closed
    clearTimeout(hopeless)
    clearTimeout(idle)
  }

  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: options.host, port: options.port }, () => {
      server.off('error', reject)
      server.on('error', (error) => options.log.error('the server failed', { error }))
      const bound = server.address()
      resolve({ port: typeof bound === 'object' && bound !== null ? bound.port : options.port, drain })
    })
  })
}

const plain = { ...hardenedHeaders(false), 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }

/** What never became a request (a Host that is no host), or an answer that failed although it must not. */
const refuse = (error: unknown, log: Log): Response => {
  if (error instanceof RequestError) return new Response('Bad request.\n', { status: 400, headers: plain })
  log.error('an answer failed', { error })
  return new Response('Something went wrong.\n', { status: 500, headers: plain })
}
