import type { Sentences } from '../../../src/locales/sentences.ts'
import type { Check } from '../../../src/recipes/check.ts'
import { type TryItView, tryItPage } from '../../../src/web/try-it/try-it-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { now, type SampleData } from './sample-data.ts'

/** The relying party that is built in: before, after, and when it went wrong. */
export const sampleTryItPages = (
  sentences: Sentences,
  brand: Brand,
  data: SampleData,
): Readonly<Record<string, string>> => {
  const [first, second, third] = data.applications
  const visitor = { person: { name: data.person, detail: data.username }, administrator: true, formToken: '123' }
  const page = (view: Partial<TryItView>): string => tryItPage({ visitor, ...view }, sentences, brand)
  const right: readonly Check[] = [
    { ok: true, code: 'issued_by', needed: true },
    { ok: true, code: 'audience', needed: true },
    { ok: true, code: 'lifetime', needed: true },
  ]
  const email: Check = { ok: false, code: 'email_verified', needed: true, remedy: 'verify_email' }
  const picture: Check = { ok: false, code: 'claim', needed: false, claim: '1', remedy: 'set_picture' }
  const claims = { sub: '1'.repeat(43), iss: `https://${data.host}`, name: data.person, groups: [data.group], iat: now }
  return {
    'try-it': page({}),
    'try-it-many': page({
      result: {
        verdicts: [
          { slug: 'one', name: first, verdict: 'accepted', checks: right },
          { slug: 'two', name: second, verdict: 'refused', checks: [...right, email] },
          { slug: 'three', name: third, verdict: 'accepted_with_less', checks: [...right, picture] },
        ],
        mends: { set_picture: '/1' },
        vouchAt: '/2',
        algorithm: '256',
        header: { 1: '256' },
        idToken: claims,
        rawIdToken: `${'1'.repeat(400)}.${'2'.repeat(200)}`,
        userinfo: claims,
        token: { 1: '2', 3: 3600 },
      },
    }),
    'try-it-failed': page({ failure: { error: '1', description: data.text } }),
    'try-it-lost': page({ failure: 'lost' }),
  }
}
