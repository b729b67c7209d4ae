import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ProblemCode } from '../../../src/accounts/outcome.ts'
import type { PasswordProblem } from '../../../src/accounts/passwords/rules.ts'
import type { claimNames } from '../../../src/applications/claims.ts'
import type { ApplicationProblemCode } from '../../../src/applications/outcome.ts'
import type { EventKind } from '../../../src/events/event.ts'
import type { EventDetail } from '../../../src/events/event-detail.ts'
import type { Step } from '../../../src/flow/next-step.ts'
import type { RefusalCode } from '../../../src/http/refusal.ts'
import { pickLocale } from '../../../src/locales/pick-locale.ts'
import { pseudo, pseudoText } from '../../../src/locales/pseudo.ts'
import { languages, type Sentences, sentencesFor } from '../../../src/locales/sentences.ts'
import type { Mistake } from '../../../src/protocol/authorize/shown-to-person.ts'

type Texts = { readonly [key: string]: string | ((values: never) => string) | Texts }

/** Every path to a sentence, with the sentence. */
const flatten = (texts: Texts, at = ''): readonly (readonly [string, string | ((values: never) => string)])[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' ? flatten(value, `${at}${key}.`) : [[`${at}${key}`, value] as const],
  )

const [english, ...others] = languages as readonly [Sentences, ...Sentences[]]

describe('sentences', () => {
  // A code without a sentence does not compile.
  it('has one for everything that can be told', () => {
    for (const language of languages) {
      const events: Record<EventKind, string> = language.events
      const details: Record<EventDetail, string> = language.eventDetails
      const errors: Record<
        RefusalCode | Mistake['code'] | Extract<Step, { step: 'refuse' }>['reason'] | 'unexpected',
        { title: string; explanation: string; advice: string }
      > = language.errors.codes
      const problems: Record<ProblemCode | PasswordProblem, string> = language.problems.codes
      const applicationProblems: Record<ApplicationProblemCode, string> = language.problems.applications
      const claims: Record<Exclude<(typeof claimNames)[number], 'email_verified'>, string> = language.consent.claims
      for (const table of [events, details, problems, applicationProblems, claims]) {
        assert.ok(Object.values(table).every((sentence) => sentence.trim() !== ''))
      }
      assert.ok(Object.values(errors).every(({ title, explanation, advice }) => title && explanation && advice))
    }
  })

  it('has no event without a kind', () => {
    const kinds: Record<keyof Sentences['events'], string> = english.events satisfies Record<EventKind, string>
    const kind: (name: keyof Sentences['events']) => EventKind = (name) => name
    const detail: (name: keyof Sentences['eventDetails']) => EventDetail = (name) => name
    assert.deepEqual([kind('signout'), detail('method')], ['signout', 'method'])
    assert.ok(Object.keys(kinds).length > 30)
  })

  /** Words that both languages share, or that have no translation. */
  const shared = new Set([
    'Name',
    'Fediverse',
    'Server',
    'Software',
    'Website',
    'Code',
    'Client ID',
    'Client Secret',
    'System',
    'Installation',
    'Logo',
  ])

  for (const other of others) {
    it(`is all translated: ${other.name}`, () => {
      const theirs = new Map(flatten(other as unknown as Texts))
      const same = flatten(english as unknown as Texts).filter(([path, sentence]) => {
        const translated = theirs.get(path)
        if (typeof sentence === 'string') return sentence === translated && !shared.has(sentence)
        return typeof translated !== 'function'
      })
      assert.deepEqual(
        same.map(([path]) => path),
        [],
      )
    })
  }

  it('uses every named value in every language', () => {
    for (const language of languages) {
      for (const [path, sentence] of flatten(language as unknown as Texts)) {
        if (typeof sentence === 'string') continue
        const asked = new Set<string>()
        const values = new Proxy({}, { get: (_, name) => asked.add(String(name)) && 7 })
        const said = sentence(values as never)
        assert.ok(asked.size > 0, `${language.tag} ${path} ignores its values`)
        assert.doesNotMatch(said, /undefined|\[object/, `${language.tag} ${path}`)
      }
    }
  })

  it('speaks of one minute and of several', () => {
    assert.match(english.signIn.limited({ minutes: 1 }), /1 minute,/)
    assert.match(english.signIn.limited({ minutes: 2 }), /2 minutes,/)
    assert.match(sentencesFor('de').signIn.limited({ minutes: 1 }), /1 Minute /)
  })
})

describe('sentencesFor', () => {
  it('takes the nearest relative of a tag, and English when there is none', () => {
    const tags = ['de', 'DE', 'de-AT', 'de_CH.UTF-8', 'de-Latn-DE', 'en-GB', 'fr', '', undefined, 'x'.repeat(5000)]
    assert.deepEqual(
      tags.map((tag) => sentencesFor(tag).tag),
      ['de', 'de', 'de', 'de', 'de', 'en', 'en', 'en', 'en', 'en'],
    )
  })
})

describe('pickLocale', () => {
  it('goes by the account, then the application, then the browser', () => {
    assert.equal(pickLocale('de', 'de', 'en'), 'en')
    assert.equal(pickLocale('en', 'de'), 'de')
    assert.equal(pickLocale('de'), 'de')
    assert.equal(pickLocale(undefined), 'en')
    assert.equal(pickLocale(null, undefined, undefined), 'en')
  })

  it('passes over languages that are not spoken here', () => {
    assert.equal(pickLocale('en', 'fr-CA tlh de-CH en', 'ja'), 'de')
    assert.equal(pickLocale('fr, tlh;q=0.9, de;q=0.3'), 'de')
  })

  it('minds the weights of what a browser accepts', () => {
    assert.equal(pickLocale('en;q=0.4, de-DE;q=0.8'), 'de')
    assert.equal(pickLocale('de;q=0, en;q=0.1'), 'en')
    assert.equal(pickLocale('de;q=rubbish, en'), 'en')
    assert.equal(pickLocale(' de ; q=0.9 , en;q=0.9'), 'de')
    assert.equal(pickLocale(`*,${',;q='.repeat(10_000)}`), 'en')
  })
})

describe('pseudo', () => {
  it('changes every letter of a sentence and none of the values', () => {
    assert.equal(pseudoText('Sign in'), 'Šîĝñ îñ')
    assert.equal(pseudo.signIn.to({ application: 'Notes' }), `${pseudoText('Sign in to ')}Notes`)
    assert.doesNotMatch(pseudoText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'), /[A-Za-z]/)
  })

  it('has every sentence there is', () => {
    const paths = (language: Sentences) => flatten(language as unknown as Texts).map(([path]) => path)
    assert.deepEqual(paths(pseudo), paths(english))
  })
})
