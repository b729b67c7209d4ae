import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { FetchFailed, type FetchProblem } from './fetch-failed.ts'

type Unpack = (packed: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>

const unpackInflate: Unpack = promisify(inflate)
const unpackRaw: Unpack = promisify(inflateRaw)
const unpackGzip: Unpack = promisify(gunzip)

const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', unpackGzip],
  ['x-gzip', unpackGzip],
  // RFC 9110 means zlib by this; some servers send it bare.
  ['deflate', (packed, options) => (((packed[0] ?? 0) & 15) === 8 ? unpackInflate : unpackRaw)(packed, options)],
  ['br', promisify(brotliDecompress)],
])

/**
 * Counts what arrives rather than what was announced, packed and unpacked: neither may be more than `most`. Nobody asks for a packed
 * body, yet some servers send one; one kind of packing is undone, never several on top of each other.
 */
export const readBody = async (body: Readable, headers: Headers, most: number): Promise<Uint8Array> => {
  const refuse = (code: FetchProblem): FetchFailed => {
    body.on('error', () => {}).destroy()
    return new FetchFailed(code)
  }
  const coding = (headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  const unpack = unpackers.get(coding)
  if (coding !== 'identity' && unpack === undefined) throw refuse('encoding')
  if (Number(headers.get('content-length') ?? 0) > most) throw refuse('too_large')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > most) throw refuse('too_large')
    chunks.push(chunk)
  }
  const read = new Uint8Array(Buffer.concat(chunks))
  return unpack === undefined || length === 0 ? read : await unpacked(unpack, read, most)
}

const unpacked = async (unpack: Unpack, packed: Uint8Array, most: number): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await unpack(packed, { maxOutputLength: most }))
  } catch (error) {
    const burst = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new FetchFailed(burst ? 'too_large' : 'encoding')
  }
}
