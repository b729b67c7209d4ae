import { parentPort, workerData } from 'node:worker_threads'
import { compareSync } from 'bcryptjs'

// Runs in a thread of its own, started by `foreign.ts`: one check, one answer, the end.
const { hash, password }: { readonly hash: string; readonly password: string } = workerData
parentPort?.postMessage(compareSync(password, hash))
