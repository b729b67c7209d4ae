import { isLink, plainText } from '../said.ts'
import { fediverseId } from '../settings.ts'
import type { Identity } from '../source.ts'
import type { Dialect, Said } from './dialect.ts'
import type { Server } from './server.ts'

/** Somebody, once it is certain who: what was proven identifies them, and what was only said is told as such. */
export const identityOf = (
  dialect: Dialect,
  server: Server,
  said: Said,
  { actor, acct }: { readonly actor: string; readonly acct: string },
): Identity => {
  const software = server.findings.software?.name
  const weak = dialect.weak?.(server) === true
  return {
    sourceId: fediverseId,
    subject: actor,
    host: server.host,
    profile: {
      username: said.username,
      name: plainText(said.name ?? '') || said.username,
      acct,
      page: isOn(server, said.page) ? said.page : undefined,
      picture: isLink(said.picture) ? said.picture : undefined,
      emailHint: said.emailHint !== undefined && /^[^\s@]+@[^\s@]+$/.test(said.emailHint) ? said.emailHint : undefined,
      software,
      bot: said.bot,
      group: said.group,
      locked: said.locked,
      movedTo: isLink(said.movedTo) ? said.movedTo : undefined,
    },
    anchors: { localId: said.localId, createdAt: said.createdAt, software },
    assurance: { acr: weak ? 'urn:portico:acr:fediverse-weak' : 'urn:portico:acr:fediverse', amr: ['fed'] },
  }
}

/** A page elsewhere says nothing of who somebody is here, however much it looks like it. */
const isOn = ({ origin }: Server, text: string | undefined): boolean => isLink(text) && new URL(text).origin === origin
