#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onNewEnoughNode } from './new-enough-node.js'

/** Where Portico keeps its data, as far as that can be known before the configuration has been read. */
const dataFolder = () => {
  if (process.env.PORTICO_DATA) return resolve(process.env.PORTICO_DATA)
  const written = existsSync('.env') && /^\s*PORTICO_DATA\s*=\s*["']?([^"'#\n]+)/m.exec(readFileSync('.env', 'utf8'))
  return resolve(written ? written[1].trim() : 'data')
}

/** Keeps what Node compiles, for the next start. Only in a folder that exists: its rights are not ours to choose. */
const keepCompiled = () => {
  try {
    const folder = dataFolder()
    if (existsSync(folder)) nodeModule.enableCompileCache(join(folder, 'cache'))
  } catch {
    // Without the cache a start takes a little longer, and nothing else changes.
  }
}

onNewEnoughNode(fileURLToPath(import.meta.url), () => {
  keepCompiled()
  return import('../src/main.ts')
})
