import type { ApplicationWanted } from './recipe.ts'

/** A server of Matrix has no page of its own to open: people have a client for it, which may be anywhere. */
export const clientQuestion = {
  kind: 'word',
  name: 'client',
  example: 'https://chat.example.org',
  pattern: /^https?:\/\/[^\s\\"'<>]+$/,
  fallback: '',
} as const

export const openedWith = (client: string): Pick<ApplicationWanted, 'launchUrl' | 'hidden'> =>
  client === '' ? { hidden: true } : { launchUrl: client }
