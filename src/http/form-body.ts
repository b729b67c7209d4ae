import { type Form, formOf, parseForm } from '../lib/forms.ts'
import { Refusal } from './refusal.ts'

/** What a form brought. */
export interface FormBody {
  readonly form: Form
  /** By the field's name; without those that were left empty. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Ample for every form of ours and every token request; a longer one is not read to its end. */
const mostBytes = 64 * 1024
/** What a form with a file may weigh. More than any file is taken with: what is a little too large is said beside its field. */
const mostWithFiles = 12 * 1024 * 1024

/**
 * A request's body as a form. Refuses anything but `application/x-www-form-urlencoded` and, where files are expected,
 * `multipart/form-data` (415), and more than 64 KiB, or 12 MiB with files (413). A request without a body is an empty form.
 */
export const readBody = async (request: Request, { files }: { readonly files: boolean }): Promise<FormBody> => {
  const header = request.headers.get('content-type') ?? undefined
  const type = header?.split(';')[0]?.trim().toLowerCase()
  if (header !== undefined && type === 'multipart/form-data' && files) {
    return readFiles(await readBytes(request, mostWithFiles), header)
  }
  if (type !== undefined && type !== 'application/x-www-form-urlencoded')
    throw new Refusal(415, 'unsupported_media_type')
  const text = Buffer.from(await readBytes(request, mostBytes)).toString('utf8')
  if (type === undefined && text !== '') throw new Refusal(415, 'unsupported_media_type')
  return { form: parseForm(text), files: new Map() }
}

/** The platform's own parser, given no more than was let through. */
const readFiles = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormBody> => {
  const sent = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refusal(400, 'bad_request')
  })
  const pairs: (readonly [string, string])[] = []
  const files = new Map<string, Uint8Array>()
  for (const [name, value] of sent) {
    if (typeof value === 'string') pairs.push([name, value])
    else if (value.size > 0 && !files.has(name)) files.set(name, new Uint8Array(await value.arrayBuffer()))
  }
  return { form: formOf(pairs), files }
}

/** One that breaks off is its sender's: strangers would fill the log with failures otherwise. */
const readBytes = async (request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    return await readWhole(request, most)
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'bad_request')
  }
}

const readWhole = async (request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> => {
  const announced = request.headers.get('content-length')
  if (announced === null) return readStream(request, most)
  if (Number(announced) > most) throw new Refusal(413, 'too_large')
  // The server reads no further than what was announced.
  return new Uint8Array(await request.arrayBuffer())
}

/** A body whose length nobody announced is counted as it comes. */
const readStream = async (request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> => {
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > most) throw new Refusal(413, 'too_large')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
