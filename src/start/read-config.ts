import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Config, type Environment, parseConfig } from '../config.ts'
import { parseEnvFile } from '../lib/env-file.ts'
import { Problems } from '../lib/problems.ts'

export interface Settings {
  readonly config: Config
  /** The environment with what `.env` adds to it, for secrets that the configuration file points to. */
  readonly environment: Environment
}

/**
 * The settings of a process started in `folder`: its environment, and what `.env` there says that the environment does not.
 * Throws `Problems`.
 */
export const readConfig = (environment: Environment, folder: string): Settings => {
  const path = join(folder, '.env')
  const file = parseEnvFile(existsSync(path) ? readFileSync(path, 'utf8') : '')
  const problems = file.problems.map((problem) => `.env, ${problem}`)
  const merged: Environment = { ...file.values, ...environment }
  try {
    const config = parseConfig(merged, {
      read: (path) => readFileSync(resolve(folder, path), 'utf8'),
      exists: existsSync,
      resolve: (...parts) => resolve(folder, ...parts),
    })
    if (problems.length === 0) return { config, environment: merged }
  } catch (error) {
    if (!(error instanceof Problems)) throw error
    problems.push(...error.problems)
  }
  throw new Problems(problems)
}
