import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port that nobody listens on, for a program that must be told its port. It lies below the range from which the
 * kernel serves outgoing connections, so that no connection takes it before the program does.
 */
export const freePort = async (): Promise<number> => {
  const port = randomInt(16_000, 32_000)
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return port
  } catch {
    return freePort()
  } finally {
    server.close()
  }
}
