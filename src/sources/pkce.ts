import { hash } from 'node:crypto'
import { randomText } from '../lib/ids.ts'
import type { Random } from '../lib/random.ts'

/** RFC 7636 section 4.1. */
export const newVerifier = (random: Random): string => randomText(random, 64)

/** RFC 7636 section 4.2: the only method that protects anything. */
export const s256 = (verifier: string): string => hash('sha256', verifier, 'base64url')
