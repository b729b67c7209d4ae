import { type Form, parseForm } from '../lib/forms.ts'
import { Refusal } from './refusal.ts'

/** Ample for every form of ours and every token request; a longer one is not read to its end. */
const mostBytes = 64 * 1024

/**
 * A request's body as a form. Refuses anything but `application/x-www-form-urlencoded` (415) and more than 64 KiB (413).
 * A request without a body is an empty form.
 */
export const readForm = async (request: Request): Promise<Form> => {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== undefined && type !== 'application/x-www-form-urlencoded')
    throw new Refusal(415, 'unsupported_media_type')
  const text = await readText(request, mostBytes)
  if (type === undefined && text !== '') throw new Refusal(415, 'unsupported_media_type')
  return parseForm(text)
}

const readText = async (request: Request, most: number): Promise<string> => {
  const announced = request.headers.get('content-length')
  if (announced === null) return readStream(request, most)
  if (Number(announced) > most) throw new Refusal(413, 'too_large')
  // The server reads no further than what was announced.
  return request.text()
}

/** A body whose length nobody announced is counted as it comes. */
const readStream = async (request: Request, most: number): Promise<string> => {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > most) throw new Refusal(413, 'too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
