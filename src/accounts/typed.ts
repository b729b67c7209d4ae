import { minutes } from '../lib/clock.ts'
import { type Form, formOf } from '../lib/forms.ts'
import type { World } from '../storage/world.ts'
import { createLink, peekLink } from './links.ts'

/** A form that was sent, and waits at its page while its person proves who they are. */
export interface Typed {
  /** Where it was sent. */
  readonly action: string
  readonly form: Form
  /** Something has to be given once more: secrets and files are never kept. */
  readonly less: boolean
}

interface Kept extends Omit<Typed, 'form'> {
  readonly page: string
  readonly pairs: Form['pairs']
}

/** As much of a request as this takes. */
interface Tab {
  readonly request: Request
  readonly pathname: string
  cookie(name: string): string | undefined
  setCookie(name: string, value: string, maxAge: number): void
  clearCookie(name: string): void
  form(): Promise<Form>
}

const purpose = 'typed'
const cookie = 'portico-typed'
const lasts = minutes(10)
/** Of forms without files none is longer. */
const most = 64 * 1024

const isSecret = (name: string): boolean => /password|secret|^current$/i.test(name)

/** Keeps what this form brought for its person alone, until they are back at `page`. `secrets` are fields not to be kept, besides those that are called so. */
export const keepTyped = async (
  world: World,
  tab: Tab,
  { accountId, page, secrets = [] }: { accountId: string; page: string; secrets?: readonly string[] },
): Promise<void> => {
  const all = (await tab.form()).pairs.filter(([name]) => name !== 'form_token')
  const plain = all.filter(([name]) => !isSecret(name) && !secrets.includes(name))
  const size = plain.reduce((sum, pair) => sum + pair.join('').length, 0)
  const pairs = size > most ? [] : plain
  const files = tab.request.headers.get('content-type')?.startsWith('multipart/') === true
  const less =
    files || all.filter(([, value]) => value !== '').length > pairs.filter(([, value]) => value !== '').length
  const data: Kept = { page, action: tab.pathname, pairs, less }
  tab.setCookie(cookie, await createLink(world, { purpose, accountId, data, ttl: lasts }), lasts)
}

/** What waits at this page for this person: once in this browser. */
export const takeTyped = async (
  world: Pick<World, 'storage' | 'clock'>,
  tab: Tab,
  accountId: string,
): Promise<Typed | undefined> => {
  const secret = tab.cookie(cookie)
  if (secret === undefined || tab.request.method !== 'GET') return undefined
  const link = await peekLink(world, secret, purpose)
  if (link === undefined || link.accountId !== accountId) return undefined
  const { page, pairs, ...kept } = link.data as Kept
  if (page !== tab.pathname) return undefined
  tab.clearCookie(cookie)
  return { ...kept, form: formOf(pairs) }
}
