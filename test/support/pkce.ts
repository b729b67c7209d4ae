import { createHash } from 'node:crypto'

export const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636-0123'
export const challenge = createHash('sha256').update(verifier).digest('base64url')
