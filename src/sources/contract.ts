import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Arrival, Finished, Identity, Source } from './source.ts'

/** A source, with a place behind it where alice and bob can sign in. */
export interface SourceSubject {
  readonly source: Source
  /** What somebody types who comes from there; anything, for a source with one place. */
  readonly address: string
  /** What alice, or bob, does where the browser was sent: the address it comes back to. */
  approve(url: string, person?: { readonly as?: 'alice' | 'bob'; readonly denies?: boolean }): Promise<string>
  /** Everything that is stored, as text. */
  dump(): Promise<string>
  /** Secrets that changed hands at the place: codes, tokens, client secrets. */
  secrets(): readonly string[]
  /** From now on the place answers nothing. */
  silence(): void
  /** Whoever says no there stays there. */
  readonly keepsDenials?: boolean
}

const departure = { state: 'S'.repeat(43), afresh: false, locale: 'en' }

/** The query of a callback, and which one it is: as the web reads them. */
export const arrivalOf = (callback: string, memo: unknown): Arrival => {
  const url = new URL(callback)
  return { memo, callback: url.pathname.split('/').at(-1) ?? '', parameters: new Map(url.searchParams) }
}

/**
 * Every promise of `source.ts`, as tests: what passes may be a way in. `open` makes a new subject for each test, gone with it.
 */
export const sourceContract = (
  name: string,
  open: (t: { after(work: () => unknown): void }) => Promise<SourceSubject>,
): void => {
  describe(`source: ${name}`, () => {
    it('sends the browser to an absolute address, and gets back the state that it gave', async (t) => {
      const subject = await open(t)
      const { url, place } = await begun(subject)
      assert.match(new URL(url).protocol, /^https?:$/)
      assert.notEqual(place, '')
      const back = arrivalOf(await subject.approve(url), undefined)
      assert.equal(back.parameters.get('state'), departure.state)
    })

    it('says who came back, the same each time, and another for another person', async (t) => {
      const subject = await open(t)
      const alice = await comes(subject, 'alice')
      const again = await comes(subject, 'alice')
      const bob = await comes(subject, 'bob')
      assert.equal(alice.sourceId, subject.source.id)
      assert.deepEqual(again, alice)
      assert.notEqual(bob.subject, alice.subject)
      assert.deepEqual([alice.profile.username, bob.profile.username], ['alice', 'bob'])
    })

    it('says nothing of a person that could not be shown', async (t) => {
      const { profile, assurance, anchors } = await comes(await open(t), 'alice')
      assert.match(profile.name, /^[^\p{Cc}\p{Cf}]{1,100}$/u)
      if (profile.acct !== undefined) assert.match(profile.acct, /^[^@]+@[^@]+$/)
      for (const url of [profile.page, profile.picture]) if (url !== undefined) assert.match(url, /^https?:\/\//)
      assert.match(assurance.acr, /^urn:/)
      assert.ok(assurance.amr.length > 0)
      for (const anchor of Object.values(anchors)) assert.match(anchor ?? '', /^[^\p{C}]{0,200}$/u)
    })

    it('finds its memo as good after it was stored', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const finished = await subject.source.finish(arrivalOf(await subject.approve(url), stored(memo)))
      assert.ok(finished.ok, JSON.stringify(finished))
    })

    it('lets two people be under way at once, each with their own memo', async (t) => {
      const subject = await open(t)
      const [first, second] = [await begun(subject), await begun(subject)]
      const [alice, bob] = [
        await subject.approve(first.url, { as: 'alice' }),
        await subject.approve(second.url, { as: 'bob' }),
      ]
      const finished = await subject.source.finish(arrivalOf(bob, second.memo))
      assert.equal(nameOf(finished), 'bob')
      assert.equal(nameOf(await subject.source.finish(arrivalOf(alice, first.memo))), 'alice')
    })

    it('takes a no for one', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      if (subject.keepsDenials === true) return assert.rejects(subject.approve(url, { denies: true }))
      const finished = await subject.source.finish(arrivalOf(await subject.approve(url, { denies: true }), memo))
      assert.equal(codeOf(finished), 'denied')
    })

    it('lets nobody in by what came to another callback', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const arrival = arrivalOf(await subject.approve(url), memo)
      assert.equal(codeOf(await subject.source.finish({ ...arrival, callback: `${arrival.callback}0` })), 'mixed_up')
    })

    it('lets nobody in by an answer that has been used', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const arrival = arrivalOf(await subject.approve(url), memo)
      assert.ok((await subject.source.finish(arrival)).ok)
      assert.equal((await subject.source.finish(arrival)).ok, false)
    })

    it('lets nobody in without a code, whatever else comes back', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const arrival = arrivalOf(await subject.approve(url), memo)
      const odd: ReadonlyMap<string, string>[] = [
        new Map(),
        new Map([['code', '']]),
        new Map([['code', 'made-up']]),
        new Map([['state', departure.state]]),
        new Map([['error', 'server_error']]),
        new Map([
          ['error', 'access_denied'],
          ['code', arrival.parameters.get('code') ?? ''],
        ]),
      ]
      for (const parameters of odd)
        assert.equal(
          (await subject.source.finish({ ...arrival, parameters })).ok,
          false,
          JSON.stringify([...parameters]),
        )
    })

    it('lets nobody in by a memo that is none', async (t) => {
      const subject = await open(t)
      const { url } = await begun(subject)
      const callback = await subject.approve(url)
      for (const memo of [undefined, null, 'memo', 7, [], {}, { server: 'x', client: {}, verifier: '' }])
        assert.ok(!(await finishes(subject.source, arrivalOf(callback, memo))), JSON.stringify(memo))
    })

    it('answers a place that is silent with a problem, on the way out and on the way back', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const arrival = arrivalOf(await subject.approve(url), memo)
      subject.silence()
      assert.equal((await subject.source.finish(arrival)).ok, false)
      const unknown = await open(t)
      unknown.silence()
      const left = await unknown.source.begin({ ...departure, address: unknown.address })
      assert.equal(left.ok, false)
    })

    it('keeps no code, no token and no secret where it could be read', async (t) => {
      const subject = await open(t)
      const { url, memo } = await begun(subject)
      const arrival = arrivalOf(await subject.approve(url), memo)
      assert.ok((await subject.source.finish(arrival)).ok)
      const dump = await subject.dump()
      const secrets = subject.secrets()
      assert.ok(secrets.length > 0)
      for (const secret of secrets) {
        assert.ok(!dump.includes(secret), 'a secret is stored in the open')
        assert.ok(!dump.includes(Buffer.from(secret).toString('base64')), 'a secret is stored all but in the open')
      }
    })
  })
}

/** Whoever keeps the memo seals it, so that one that makes no sense is our own mistake, and may end as one. */
const finishes = async (source: Source, arrival: Arrival): Promise<boolean> => {
  try {
    return (await source.finish(arrival)).ok
  } catch {
    return false
  }
}

const stored = (memo: unknown): unknown => JSON.parse(JSON.stringify(memo))

const begun = async ({ source, address }: SourceSubject) => {
  const answer = await source.begin({ ...departure, address })
  assert.ok(answer.ok, JSON.stringify(answer))
  return answer
}

const comes = async (subject: SourceSubject, as: 'alice' | 'bob'): Promise<Identity> => {
  const { url, memo } = await begun(subject)
  const finished = await subject.source.finish(arrivalOf(await subject.approve(url, { as }), memo))
  assert.ok(finished.ok, JSON.stringify(finished))
  return finished.identity
}

const nameOf = (finished: Finished): string | undefined =>
  finished.ok ? finished.identity.profile.username : undefined
const codeOf = (finished: Finished): string | undefined => (finished.ok ? undefined : finished.problem.code)
