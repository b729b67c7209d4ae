import { parentPort, workerData } from 'node:worker_threads'
import { Problems } from '../lib/problems.ts'
import { parseValues } from './parse-values.ts'

// Runs in a thread of its own, started by `read-values.ts`: one text, one answer, the end.
const { text, tags }: { readonly text: string; readonly tags: boolean } = workerData
try {
  parentPort?.postMessage({ value: await parseValues(text, tags) })
} catch (error) {
  if (!(error instanceof Problems)) throw error
  parentPort?.postMessage({ problems: error.problems })
}
