import type { LookupAddress } from 'node:dns'
import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import type { buildConnector } from 'undici'
import type { Time } from '../lib/clock.ts'

/** A host is not gone to. The code is for the log; what a visitor is told never says more than that it failed. */
export class NotConnected extends Error {
  readonly code: 'address' | 'dns' | 'connection'
  constructor(code: 'address' | 'dns' | 'connection', options?: ErrorOptions) {
    super(code, options)
    this.name = 'NotConnected'
    this.code = code
  }
}

export interface ConnectorOptions {
  readonly base: buildConnector.connector
  /** Every address of a name. */
  readonly lookup: (host: string) => Promise<readonly LookupAddress[]>
  readonly lookupWithin: Time
  readonly isPublic: (address: string) => boolean
  /** Whether the operator vouches for this origin, whatever it resolves to. */
  readonly vouched: (origin: string) => boolean
}

const mostAddresses = 4

/**
 * Connects to what a name resolves to, having looked at it: one address that is not public among several is enough to refuse,
 * since whoever answers for the name chooses which of them is used. The connection goes to the very address that
 * was looked at; asking the resolver twice would let it answer differently (DNS rebinding).
 */
export const guardedConnector = (options: ConnectorOptions): buildConnector.connector => {
  const connect = async (asked: buildConnector.Options): Promise<Socket> => {
    const host = asked.hostname.replace(/^\[|\]$/g, '')
    const addresses = await resolve(options, host, originOf(asked))
    let failure: unknown
    for (const address of addresses.slice(0, mostAddresses)) {
      try {
        return await dial(options.base, {
          ...asked,
          hostname: address,
          ...(isIP(host) === 0 ? { servername: host } : {}),
        })
      } catch (error) {
        failure = error
      }
    }
    throw new NotConnected('connection', { cause: failure })
  }
  return (asked, callback) => {
    connect(asked).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error('not connected'), null),
    )
  }
}

const originOf = ({ protocol, hostname, port }: buildConnector.Options): string =>
  new URL(`${protocol}//${hostname}${port === '' ? '' : `:${port}`}`).origin

const resolve = async (options: ConnectorOptions, host: string, origin: string): Promise<readonly string[]> => {
  const found =
    isIP(host) === 0 ? await within(options.lookup(host.replace(/\.$/, '')), options.lookupWithin) : [{ address: host }]
  const addresses = found.map(({ address }) => address)
  if (addresses.length === 0) throw new NotConnected('dns')
  if (!options.vouched(origin) && !addresses.every(options.isPublic)) throw new NotConnected('address')
  return addresses
}

const dial = (base: buildConnector.connector, asked: buildConnector.Options): Promise<Socket> =>
  new Promise((resolve, reject) => {
    base(asked, (error, socket) => (error === null ? resolve(socket) : reject(error)))
  })

const within = async <T>(work: Promise<T>, limit: Time): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotConnected('dns')), limit)
  })
  try {
    return await Promise.race([work, late])
  } catch (error) {
    throw error instanceof NotConnected ? error : new NotConnected('dns')
  } finally {
    clearTimeout(timer)
  }
}
