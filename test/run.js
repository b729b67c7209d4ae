import { fileURLToPath } from 'node:url'
import { onNewEnoughNode } from '../bin/new-enough-node.js'

onNewEnoughNode(fileURLToPath(import.meta.url), () => import('./setup/run-all.ts'))
