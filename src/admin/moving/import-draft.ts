import { hash } from 'node:crypto'
import { createLink, peekLink, takeLink } from '../../accounts/links.ts'
import type { Hasher } from '../../accounts/passwords/hasher.ts'
import { minutes } from '../../lib/clock.ts'
import { renewText, SealBroken } from '../../lib/sealing.ts'
import { sealedIn } from '../../storage/sealed.ts'
import type { World } from '../../storage/world.ts'
import { applyImport, type ImportResult, planImport } from '../operations/import.ts'
import type { By } from '../operations/world.ts'
import { type ImportKind, importKinds, readImport } from './import-read.ts'

/** What an import would change. `draft` is the secret with which it is done; `seen` says what was shown. */
export interface ImportPreview extends ImportResult {
  readonly from: ImportKind
  readonly draft: string
  readonly seen: string
}

export type ImportDone =
  | { readonly outcome: 'done'; readonly result: ImportResult }
  /** Something here has changed since it was shown: nothing was done. */
  | { readonly outcome: 'other'; readonly shown: ImportPreview }
  | { readonly outcome: 'gone' }

interface Draft {
  readonly from: ImportKind
  readonly text: string
}

const goodFor = minutes(30)

/** Reads a file and says what importing it would change; nothing is changed. It is kept for half an hour, sealed: it is full of secrets. */
export const draftImport = async (
  world: World,
  { from, text }: Draft,
  base: string,
  by: By,
): Promise<ImportPreview> => {
  const shown = await preview(world, { from, text }, base, by)
  const sealed = Buffer.from(world.sealing.seal(JSON.stringify({ from, text }), contextOf(by))).toString('base64url')
  const draft = await createLink(world, { purpose: 'import', accountId: by.actorId, data: { sealed }, ttl: goodFor })
  return { ...shown, draft }
}

/** Does what was shown, and nothing else. Throws `Problems` when it cannot be done any more. */
export const applyDraft = async (
  world: World & { readonly hasher: Hasher },
  { draft, seen }: Pick<ImportPreview, 'draft' | 'seen'>,
  base: string,
  by: By,
): Promise<ImportDone> => {
  const found = await findDraft(world, draft, by)
  if (found === undefined) return { outcome: 'gone' }
  const shown = { ...(await preview(world, found, base, by)), draft }
  if (shown.seen !== seen) return { outcome: 'other', shown }
  const result = await applyImport(world, await read(world, found, base), by)
  await takeLink(world, draft, 'import', () => [])
  return { outcome: 'done', result }
}

const preview = async (world: World, found: Draft, base: string, by: By): Promise<Omit<ImportPreview, 'draft'>> => {
  const result = await planImport(world, await read(world, found, base), by)
  const steps = result.difference.steps.map(({ does, what, name, fields }) => ({ does, what, name, fields }))
  return { ...result, from: found.from, seen: hash('sha256', JSON.stringify(steps), 'base64url') }
}

/** A file that came by a browser reads none of this machine's variables. */
const read = (world: World, { from, text }: Draft, base: string) =>
  readImport(world, { from, text, base, environment: {} })

const findDraft = async (world: World, secret: string, by: By): Promise<Draft | undefined> => {
  const link = await peekLink(world, secret, 'import')
  if (link === undefined || link.accountId !== by.actorId) return undefined
  const { sealed } = link.data as { readonly sealed: string }
  try {
    const opened: unknown = JSON.parse(world.sealing.open(Buffer.from(sealed, 'base64url'), contextOf(by)))
    return isDraft(opened) ? opened : undefined
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

const contextOf = ({ actorId }: By): string => `links:import:${actorId ?? ''}`

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  importKinds.some((kind) => kind === Reflect.get(value, 'from')) &&
  typeof Reflect.get(value, 'text') === 'string'

/** Files that an administrator is looking at. */
export const sealedDrafts = sealedIn('links', { purpose: 'import' }, (sealing, row) => {
  const { sealed } = row.data as { readonly sealed: string }
  const renewed = renewText(sealing, sealed, 'base64url', contextOf({ actorId: row.accountId }))
  return renewed === undefined ? undefined : { ...row, data: { sealed: renewed } }
})
