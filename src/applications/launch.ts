import type { Application } from './application.ts'
import { whereItLeads } from './redirect-uri.ts'

/** Where an application opens: as it was set, else where it lives, guessed from its first redirect URI. */
export const launchAddress = ({ launchUrl, redirectUris }: Pick<Application, 'launchUrl' | 'redirectUris'>) => {
  if (launchUrl !== undefined) return launchUrl
  const web = redirectUris.map(whereItLeads).find((uri) => /^https?:\/\//.test(uri))
  return web === undefined ? undefined : new URL(web).origin
}
