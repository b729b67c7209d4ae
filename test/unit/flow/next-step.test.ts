import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decideAccess, membersOf } from '../../../src/applications/access.ts'
import { missingEmails } from '../../../src/applications/application.ts'
import { nextStep, type Prompt, type Situation, type Step } from '../../../src/flow/next-step.ts'
import { minutes } from '../../../src/lib/clock.ts'
import { runs } from '../../support/fuzz.ts'
import {
  asked,
  brief,
  byAlice,
  inGroups,
  loopback,
  ownScheme,
  requestedAt,
  situation,
  type Told,
  unasked,
  web,
} from './situations.ts'

const publicOne = { confidential: false, pkce: 'required' } as const
const all = ['openid', 'email']

const table: readonly (readonly [name: string, told: Told, step: string])[] = [
  // Who is there
  ['nobody is signed in', { who: 'nobody' }, 'sign-in'],
  ['nobody is signed in, and nobody may be asked', { who: 'nobody', prompts: ['none'] }, 'login_required'],
  ['nobody is signed in, whatever was done', { who: 'nobody', done: { consentedAccountId: 'alice' } }, 'sign-in'],
  ['somebody is signed in to a trusted application', { application: unasked }, 'answer'],
  ['the same, and nobody may be asked', { application: unasked, prompts: ['none'] }, 'answer'],

  // Consent
  ['an application asks for the first time', { application: asked }, 'consent'],
  ['the same, and nobody may be asked', { application: asked, prompts: ['none'] }, 'consent_required'],
  ['all of it was allowed before', { application: asked, granted: all }, 'answer'],
  ['more was allowed before', { application: asked, granted: [...all, 'groups'] }, 'answer'],
  ['some of it was allowed before', { application: asked, granted: ['openid'] }, 'consent'],
  ['nothing was asked for, and nothing allowed', { application: asked, scopes: [] }, 'consent'],
  ['nothing was asked for, and that was allowed', { application: asked, scopes: [], granted: [] }, 'answer'],
  ['consent has been given for this request', { application: asked, done: { consentedAccountId: 'alice' } }, 'answer'],
  ['somebody else consented', { application: asked, done: { consentedAccountId: 'bob' } }, 'consent'],
  ['prompt=consent', { application: unasked, prompts: ['consent'] }, 'consent'],
  ['prompt=consent although it was allowed', { application: asked, granted: all, prompts: ['consent'] }, 'consent'],
  [
    'prompt=consent, and given',
    { application: unasked, prompts: ['consent'], done: { consentedAccountId: 'alice' } },
    'answer',
  ],

  // Whoever can pose as a public application that no https address proves (RFC 8252 section 8.6)
  ['a public web application that is trusted', { application: { ...unasked, ...publicOne } }, 'answer'],
  ['a public web application that was allowed', { application: { ...asked, ...publicOne }, granted: all }, 'answer'],
  ['a trusted program on a machine', { application: { ...unasked, ...publicOne }, redirectUri: loopback }, 'consent'],
  [
    'a trusted program on a machine, allowed before',
    { application: { ...unasked, ...publicOne }, redirectUri: loopback, granted: all },
    'consent',
  ],
  [
    'a program on a machine, allowed before',
    { application: { ...asked, ...publicOne }, redirectUri: loopback, granted: all },
    'consent',
  ],
  [
    'an app with a scheme of its own, allowed before',
    { application: { ...asked, ...publicOne }, redirectUri: ownScheme, granted: all },
    'consent',
  ],
  [
    'a program on a machine, allowed before, that may not ask',
    { application: { ...asked, ...publicOne }, redirectUri: loopback, granted: all, prompts: ['none'] },
    'consent_required',
  ],
  [
    'a program on a machine, allowed for this request',
    {
      application: { ...asked, ...publicOne },
      redirectUri: loopback,
      granted: all,
      done: { consentedAccountId: 'alice' },
    },
    'answer',
  ],
  ['a program on a machine that has a secret', { application: unasked, redirectUri: loopback }, 'answer'],
  [
    'a program on a machine that has a secret, allowed before',
    { application: asked, redirectUri: loopback, granted: all },
    'answer',
  ],

  // Proving it again
  ['prompt=login', { application: unasked, prompts: ['login'] }, 'sign-in again'],
  ['prompt=login, just proven elsewhere', { application: unasked, prompts: ['login'], proved: 0 }, 'sign-in again'],
  ['prompt=login, and done', { application: unasked, prompts: ['login'], done: byAlice }, 'answer'],
  [
    'prompt=login, done by somebody else',
    { application: unasked, prompts: ['login'], done: { provenAccountId: 'bob' } },
    'sign-in again',
  ],
  ['a sign-in as old as max_age', { application: unasked, maxAge: 300 }, 'answer'],
  [
    'a sign-in a moment older than max_age',
    { application: unasked, maxAge: 300, proved: minutes(5) + 1 },
    'sign-in again',
  ],
  ['the same, and nobody may be asked', { application: unasked, maxAge: 1, prompts: ['none'] }, 'login_required'],
  ['max_age=0 in the same moment', { application: unasked, maxAge: 0, proved: 0 }, 'sign-in again'],
  ['max_age=0', { application: unasked, maxAge: 0, proved: 1 }, 'sign-in again'],
  ['max_age=0, and done', { application: unasked, maxAge: 0, proved: 1, done: byAlice }, 'answer'],
  [
    'prompt=login consent: first who',
    { application: unasked, prompts: ['login', 'consent'], done: { consentedAccountId: 'alice' } },
    'sign-in again',
  ],
  [
    'prompt=login consent: then what',
    { application: unasked, prompts: ['login', 'consent'], done: byAlice },
    'consent',
  ],

  // Choosing
  ['prompt=select_account', { application: unasked, prompts: ['select_account'] }, 'choose-account'],
  ['prompt=select_account, nobody there', { prompts: ['select_account'], who: 'nobody' }, 'sign-in'],
  [
    'prompt=select_account, chosen',
    { application: unasked, prompts: ['select_account'], done: { chosenAccountId: 'alice' } },
    'answer',
  ],
  [
    'prompt=select_account, somebody else chosen',
    { application: unasked, prompts: ['select_account'], done: { chosenAccountId: 'bob' } },
    'choose-account',
  ],
  [
    'prompt=select_account, signed in for this request',
    { application: unasked, prompts: ['select_account'], done: byAlice },
    'answer',
  ],
  [
    'prompt=select_account login: chosen',
    { application: unasked, prompts: ['select_account', 'login'], done: { chosenAccountId: 'alice' } },
    'sign-in again',
  ],

  // Making an account
  ['prompt=create, nobody there', { prompts: ['create'], who: 'nobody' }, 'sign-up'],
  ['prompt=create login, nobody there', { prompts: ['create', 'login'], who: 'nobody' }, 'sign-up'],
  ['prompt=create of somebody who is signed in', { application: unasked, prompts: ['create'] }, 'answer'],
  ['prompt=create, and they made one', { application: unasked, prompts: ['create'], done: byAlice }, 'answer'],

  // A username of one's own
  ['a username that was made up', { application: unasked, madeUp: true }, 'choose-username'],
  [
    'a username that was made up, and nobody may be asked',
    { application: unasked, madeUp: true, prompts: ['none'] },
    'interaction_required',
  ],
  ['a made-up username: first that', { application: asked, madeUp: true }, 'choose-username'],
  ['a made-up username, to be proven', { application: asked, madeUp: true, prompts: ['login'] }, 'sign-in again'],
  [
    'a made-up username of no member',
    { application: { ...unasked, accessRules: membersOf(['staff']) }, madeUp: true },
    'refuse not_in_group',
  ],

  // Whom the application expects
  ['the person it expects', { application: unasked, hint: 'alice' }, 'answer'],
  ['somebody else than it expects', { application: unasked, hint: 'bob' }, 'sign-in'],
  ['the same, and nobody may be asked', { application: unasked, hint: 'bob', prompts: ['none'] }, 'login_required'],
  [
    'somebody else, who signed in for this request',
    { application: unasked, hint: 'bob', done: byAlice },
    'login_required',
  ],

  // Who may enter
  ['a member', { application: { ...unasked, accessRules: membersOf(['staff']) }, groups: ['staff'] }, 'answer'],
  ['no member', { application: { ...unasked, accessRules: membersOf(['staff']) } }, 'refuse not_in_group'],
  [
    'no member, who is not even asked',
    { application: { ...asked, accessRules: membersOf(['staff']) } },
    'refuse not_in_group',
  ],
  [
    'no member, and nobody may be asked',
    { application: { ...unasked, accessRules: membersOf(['staff']) }, prompts: ['none'] },
    'access_denied',
  ],
  [
    'no member who has to prove it first',
    { application: { ...unasked, accessRules: membersOf(['staff']) }, prompts: ['login'] },
    'sign-in again',
  ],
]

describe('the next step of a sign-in', () => {
  for (const [name, told, step] of table) {
    test(`is ${step} for: ${name}`, () => assert.equal(brief(nextStep(situation(told))), step))
  }
})

const account = fc.constantFrom('alice', 'bob')
const anySituation: fc.Arbitrary<Situation> = fc
  .record(
    {
      prompts: fc.oneof(
        fc.constant<readonly Prompt[]>(['none']),
        fc.subarray<Prompt>(['login', 'consent', 'select_account', 'create']),
      ),
      maxAge: fc.constantFrom(0, 1, 60, 299, 300, 301, 100_000),
      hint: fc.constantFrom('alice' as const, 'bob' as const),
      scopes: fc.subarray(['openid', 'profile', 'email', 'groups', 'offline_access']),
      redirectUri: fc.constantFrom(web, loopback, ownScheme, 'http://intranet.example/cb'),
      who: fc.constantFrom('alice' as const, 'nobody' as const),
      proved: fc.integer({ min: -5000, max: minutes(10) }),
      groups: fc.subarray(['staff', 'family']),
      madeUp: fc.constant<true>(true),
      newcomer: fc.record({ domains: fc.subarray(['a.example', 'b.example']), invited: fc.boolean() }),
      newcomers: fc.record({
        take: fc.constantFrom('everyone' as const, 'servers' as const, 'invited' as const, 'linked' as const),
        servers: fc.subarray(['a.example', 'b.example']),
      }),
      inFediverse: fc.boolean(),
      withoutEmail: fc.record({ provable: fc.boolean(), placeholder: fc.boolean() }),
      done: fc.record(
        { provenAccountId: account, chosenAccountId: account, consentedAccountId: account },
        { requiredKeys: [] },
      ),
      application: fc.record({
        consent: fc.constantFrom('explicit' as const, 'implicit' as const),
        confidential: fc.boolean(),
        accessRules: fc.subarray(['staff', 'friends']).map(membersOf),
        bridge: fc.boolean(),
        missingEmail: fc.constantFrom(...missingEmails),
      }),
      granted: fc.subarray(['openid', 'profile', 'email', 'groups', 'offline_access']),
    },
    { requiredKeys: ['application'] },
  )
  .map(situation)

const always = (name: string, promise: (situation: Situation, step: Step) => void): void => {
  test(name, () => {
    fc.assert(
      fc.property(anySituation, (one) => promise(one, nextStep(one))),
      runs(2000),
    )
  })
}

const alicesSubject = 'alice-sub'

describe('an answer', () => {
  const whenAnswered = (name: string, promise: (situation: Situation) => void): void =>
    always(name, (one, { step }) => {
      if (step === 'answer') promise(one)
    })

  whenAnswered('is only ever given with somebody there', ({ person }) => assert.ok(person))
  whenAnswered('never tells an application a username that was made up', ({ person, application }) =>
    assert.ok(person?.usernameMadeUp !== true || application.bridge),
  )
  whenAnswered('is only given to people of the fediverse where people pass through', ({ person, application }) =>
    assert.ok(!application.bridge || person?.inFediverse === true),
  )
  whenAnswered('never leaves an application that asks for an address without one, unless it does not mind', (one) => {
    if (one.person?.withoutEmail === undefined || !one.asked.scopes.includes('email')) return
    const { missingEmail } = one.application
    assert.ok(missingEmail === 'none' || (missingEmail === 'placeholder' && one.person.withoutEmail.placeholder))
  })
  whenAnswered('is about the person the application expects', ({ asked }) =>
    assert.ok(asked.hintedSubject === undefined || asked.hintedSubject === alicesSubject),
  )
  whenAnswered('is only given to who may enter', ({ application, person }) =>
    assert.ok(person !== undefined && decideAccess(application, person.entrant).allowed),
  )
  whenAnswered('follows a proof for this very request after prompt=login', ({ asked, progress }) =>
    assert.ok(!asked.prompts.includes('login') || progress.provenAccountId === 'alice'),
  )
  whenAnswered('rests on a proof that is young enough', ({ asked, person, progress }) =>
    assert.ok(
      asked.maxAge === undefined ||
        progress.provenAccountId === 'alice' ||
        (asked.maxAge > 0 && (person?.authTime ?? 0) >= requestedAt - asked.maxAge * 1000),
    ),
  )
  whenAnswered('follows a choice after prompt=select_account', ({ asked, progress }) =>
    assert.ok(
      !asked.prompts.includes('select_account') ||
        progress.chosenAccountId === 'alice' ||
        progress.provenAccountId === 'alice',
    ),
  )
  whenAnswered('follows consent for this very request after prompt=consent', ({ asked, progress }) =>
    assert.ok(!asked.prompts.includes('consent') || progress.consentedAccountId === 'alice'),
  )
  whenAnswered('never skips the consent of an application that has to ask', (one) => {
    if (one.application.consent === 'implicit') return
    const now = one.progress.consentedAccountId === 'alice'
    assert.ok(now || one.asked.scopes.every((scope) => one.grantedScopes?.includes(scope)))
  })
  whenAnswered('never skips the consent of what anybody can pose as', (one) => {
    if (one.application.confidential || one.asked.redirectUri.startsWith('https:')) return
    assert.equal(one.progress.consentedAccountId, 'alice')
  })
})

describe('the next step', () => {
  always('never shows a page after prompt=none', ({ asked }, { step }) =>
    assert.ok(!asked.prompts.includes('none') || step === 'answer' || step === 'error'),
  )

  always('takes nothing that somebody else did into account', (one, step) => {
    const others = Object.entries(one.progress).filter(([, accountId]) => accountId === 'alice')
    assert.deepEqual(nextStep({ ...one, progress: Object.fromEntries(others) }), step)
  })

  always('is no error as long as somebody may be asked, but for a person nobody expects', (one, { step }) => {
    if (step !== 'error' || one.asked.prompts.includes('none')) return
    assert.ok(one.asked.hintedSubject !== undefined && one.asked.hintedSubject !== alicesSubject)
  })

  always('comes to an end when each is done', (one) => {
    const person = { accountId: 'alice', subject: 'alice-sub', authTime: requestedAt, entrant: inGroups(['staff']) }
    let at: Situation = one
    for (let steps = 0; steps <= 6; steps++) {
      const { step } = nextStep(at)
      const noted = {
        'sign-in': { provenAccountId: 'alice' },
        'sign-up': { provenAccountId: 'alice' },
        'choose-username': {},
        'prove-email': {},
        'choose-account': { chosenAccountId: 'alice' },
        consent: { consentedAccountId: 'alice' },
      }
      if (step === 'answer' || step === 'refuse' || step === 'error') return
      const there = at.person ?? person
      const after = {
        ...there,
        ...(step === 'choose-username' ? { usernameMadeUp: undefined } : {}),
        ...(step === 'prove-email' ? { withoutEmail: undefined } : {}),
      }
      at = { ...at, person: after, progress: { ...at.progress, ...noted[step] } }
    }
    assert.fail('goes round in circles')
  })
})
