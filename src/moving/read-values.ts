import { Worker } from 'node:worker_threads'
import { Problems } from '../lib/problems.ts'
import { parseValues } from './parse-values.ts'

/** More than any such file has, and few enough to be read in a moment. */
export const mostBytes = 8 * 1024 * 1024
/** What is larger is parsed in a thread of its own: a file of 1 MB that was made for it takes seconds, in which nobody else would be answered. */
const mostBytesHere = 16 * 1024
const mostTime = 30_000
const mostMegabytes = 768

/**
 * The values of a YAML or JSON text, whoever wrote it. Throws `Problems` for what is neither, too large, too deep, or refers to itself too
 * often; no value is repeated in them. With `tags`, what has one of its own (`!Find [...]`) becomes `{ '!tag', '!value' }`; otherwise tags are passed over.
 */
export const readValues = async (
  text: string,
  { tags = false }: { readonly tags?: boolean } = {},
): Promise<unknown> => {
  const bytes = Buffer.byteLength(text)
  if (bytes > mostBytes) throw new Problems(['The file is larger than 8 MB.'])
  return bytes > mostBytesHere ? parseAside(text, tags) : parseValues(text, tags)
}

const parseAside = (text: string, tags: boolean): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./parse-values-worker.ts', import.meta.url), {
      workerData: { text, tags },
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    })
    const tooMuch = () =>
      reject(new Problems(['The file cannot be read: it takes more time or room than any such file.']))
    const patience = setTimeout(() => {
      tooMuch()
      void worker.terminate()
    }, mostTime)
    worker.once('message', (answer: { value: unknown } | { problems: readonly string[] }) =>
      'problems' in answer ? reject(new Problems(answer.problems)) : resolve(answer.value),
    )
    worker.once('error', (error) =>
      Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : reject(error),
    )
    worker.once('exit', () => {
      clearTimeout(patience)
      reject(new Error('the thread that parses ended without an answer'))
    })
  })
