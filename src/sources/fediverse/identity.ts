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

const longest = 100

/** Without what turns the text around it or makes it look like something else; people's own writing direction needs no controls. */
const plainText = (text: string): string =>
  [
    ...text
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
      // Joiners are letters' and emojis' own; everything else that cannot be seen goes.
      .replace(/(?![\u200c\u200d])\p{Cf}|[\ud800-\udfff](?![\udc00-\udfff])/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, longest)
    .join('')
    .trim()

const longestLink = 2000

const isLink = (text: string | undefined): text is string => {
  if (text === undefined || text.length > longestLink || !URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'https:' || protocol === 'http:'
}

/** A page elsewhere says nothing of who somebody is here, however much it looks like it. */
const isOn = ({ origin }: Server, text: string | undefined): boolean => isLink(text) && new URL(text).origin === origin
