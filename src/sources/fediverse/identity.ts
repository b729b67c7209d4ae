import { linkOf, plainText } from '../plain-text.ts'
import { fediverseId } from '../settings.ts'
import type { Identity } from '../source.ts'
import type { Said } from './dialect.ts'
import { asksEverybody } from './quirks.ts'
import type { Server } from './server.ts'

/** Somebody, once it is certain who: what was proven identifies them, and what was only said is told as such. */
export const identityOf = (
  server: Server,
  said: Said,
  { actor, acct }: { readonly actor: string; readonly acct: string },
): Identity => {
  const software = server.findings.software?.name
  return {
    sourceId: fediverseId,
    subject: actor,
    host: server.host,
    profile: {
      username: said.username,
      name: plainText(said.name ?? '') || said.username,
      acct,
      page: pageOn(server, said.page),
      picture: linkOf(said.picture),
      emailHint: emailIn(said.emailHint),
      software,
      bot: said.bot,
      group: said.group,
      locked: said.locked,
      movedTo: linkOf(said.movedTo),
    },
    anchors: { localId: markIn(said.localId), createdAt: markIn(said.createdAt), software },
    assurance: { acr: 'urn:portico:acr:fediverse', amr: ['fed'], unasked: !asksEverybody(software) },
  }
}

/** A page elsewhere says nothing of who somebody is here, however much it looks like it. */
const pageOn = ({ origin }: Server, text: string | undefined): string | undefined => {
  const page = linkOf(text)
  return page !== undefined && new URL(page).origin === origin ? page : undefined
}

const emailIn = (text: string | undefined): string | undefined =>
  text !== undefined && /^[^\s@\p{C}]{1,64}@[^\s@\p{C}]{1,189}$/u.test(text) ? text : undefined

/** An id, or a time, as servers write them; anything longer is neither. */
const markIn = (text: string | undefined): string | undefined =>
  text !== undefined && /^[^\p{C}]{1,200}$/u.test(text) ? text : undefined
