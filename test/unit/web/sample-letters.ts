import type { Letter } from '../../../src/accounts/letters.ts'
import { hours } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { renderLetter } from '../../../src/web/letters/render-letter.ts'
import { type Branding, createBrand } from '../../../src/web/ui/brand.ts'
import type { SampleData } from './sample-data.ts'

type Rendered = ReturnType<typeof renderLetter>

const secret = '1'.repeat(47)

/** Written to whoever has an address that somebody typed. */
const strangers: readonly Letter['kind'][] = ['email-confirm', 'invitation', 'sign-up']

/** Every letter that is ever written, by name. */
const occasions = (data: SampleData): Readonly<Record<string, Letter>> => ({
  'email-confirm': { kind: 'email-confirm', secret, code: '012345' },
  'email-asked': { kind: 'email-asked', secret, next: data.email },
  'email-changed': { kind: 'email-changed', secret, next: data.email },
  'email-changed-by-others': { kind: 'email-changed' },
  'username-changed': { kind: 'username-changed', from: data.username, to: data.group },
  'identity-linked': { kind: 'identity-linked', handle: data.username },
  'identity-unlinked': { kind: 'identity-unlinked', handle: data.username },
  'password-link': { kind: 'password-link', secret, username: data.username, ttl: hours(1) },
  'password-changed': { kind: 'password-changed', username: data.username },
  invitation: { kind: 'invitation', secret, ttl: hours(24) },
  'sign-up': { kind: 'sign-up', secret, username: data.username },
  'sign-up-known': { kind: 'sign-up-known', username: data.username },
  'account-waiting': { kind: 'account-waiting', username: data.username },
  approved: { kind: 'approved', username: data.username },
  declined: { kind: 'declined' },
  'account-deleted': { kind: 'account-deleted', username: data.username },
  test: { kind: 'test' },
})

export const sampleLetters = (
  data: SampleData,
  options: { readonly sentences?: Sentences; readonly branding: Branding; readonly base: string },
): Readonly<Record<string, Rendered>> => {
  const { sentences, branding, base } = options
  const to = { address: data.email, language: 'en' }
  const look = { branding, brand: createBrand(branding, base) }
  return Object.fromEntries(
    Object.entries(occasions(data)).map(([name, letter]) => [
      name,
      renderLetter(
        { letter, to: { ...to, name: strangers.includes(letter.kind) ? '' : data.person } },
        look,
        base,
        ...(sentences === undefined ? [] : [sentences]),
      ),
    ]),
  )
}
