import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewcomersRule } from '../../../src/accounts/identities/newcomers.ts'
import { nextStep } from '../../../src/flow/next-step.ts'
import { minutes } from '../../../src/lib/clock.ts'
import { asked, brief, byAlice, situation, type Told, unasked } from './situations.ts'

const stranger = { domains: ['social.example'], invited: false }
const guest = { ...stranger, invited: true }
const takes = (take: NewcomersRule['take'], servers: readonly string[] = []) => ({ newcomers: { take, servers } })
const bridge = { ...unasked, bridge: true } as const
const asks = { ...unasked, missingEmail: 'ask' } as const
const reachable = { provable: true, placeholder: false }
const unreachable = { provable: false, placeholder: false }

const table: readonly (readonly [name: string, told: Told, step: string])[] = [
  // Newcomers from elsewhere
  [
    'a newcomer, where everybody is taken',
    { application: unasked, newcomer: stranger, ...takes('everyone') },
    'answer',
  ],
  [
    'a newcomer of a server that is taken',
    { application: unasked, newcomer: stranger, ...takes('servers', ['social.example']) },
    'answer',
  ],
  [
    'a newcomer of a server below one that is taken',
    { application: unasked, newcomer: { ...stranger, domains: ['a.b.example'] }, ...takes('servers', ['b.example']) },
    'answer',
  ],
  [
    'a newcomer of a server whose name only ends like one',
    { application: unasked, newcomer: { ...stranger, domains: ['evilb.example'] }, ...takes('servers', ['b.example']) },
    'refuse server_not_admitted',
  ],
  [
    'an invited newcomer of another server',
    { application: unasked, newcomer: guest, ...takes('servers', ['b.example']) },
    'refuse server_not_admitted',
  ],
  [
    'a newcomer without an invitation',
    { application: unasked, newcomer: stranger, ...takes('invited') },
    'refuse not_invited',
  ],
  ['a newcomer with an invitation', { application: unasked, newcomer: guest, ...takes('invited') }, 'answer'],
  ['a newcomer nobody knows here', { application: unasked, newcomer: guest, ...takes('linked') }, 'refuse not_linked'],
  ['somebody who has been there before', { application: unasked, ...takes('linked') }, 'answer'],
  [
    'a newcomer, and nobody may be asked',
    { application: unasked, newcomer: stranger, ...takes('linked'), prompts: ['none'] },
    'access_denied',
  ],
  [
    'a newcomer who is refused is asked for nothing before',
    { application: asks, newcomer: stranger, ...takes('linked'), madeUp: true, withoutEmail: reachable },
    'refuse not_linked',
  ],

  // Passing through
  ['somebody of the fediverse', { application: bridge, inFediverse: true }, 'answer'],
  [
    'somebody of the fediverse with a made-up username',
    { application: bridge, inFediverse: true, madeUp: true },
    'answer',
  ],
  ['somebody whose account is kept here', { application: bridge }, 'sign-in'],
  ['the same, who signed in with it for this', { application: bridge, done: byAlice }, 'refuse fediverse_only'],
  ['the same, and nobody may be asked', { application: bridge, prompts: ['none'] }, 'login_required'],

  // Without an e-mail address
  ['no address, and none is needed', { application: unasked, withoutEmail: reachable }, 'answer'],
  ['no address, to be asked for', { application: asks, withoutEmail: reachable }, 'prove-email'],
  ['an address that is there', { application: asks }, 'answer'],
  ['no address, which was not asked for', { application: asks, scopes: ['openid'], withoutEmail: reachable }, 'answer'],
  [
    'no address, and nobody may be asked',
    { application: asks, withoutEmail: reachable, prompts: ['none'] },
    'interaction_required',
  ],
  ['no address, and no mail either', { application: asks, withoutEmail: unreachable }, 'refuse no_email'],
  [
    'no address, of somebody who proved long ago who they are',
    { application: asks, withoutEmail: reachable, proved: minutes(16) },
    'sign-in again',
  ],
  [
    'the same, proven for this request',
    { application: asks, withoutEmail: reachable, proved: minutes(16), done: byAlice },
    'prove-email',
  ],
  [
    'no address, of somebody with a password who came in by a server that asks nobody',
    { application: asks, withoutEmail: { ...reachable, provenAt: 0 } },
    'sign-in again',
  ],
  [
    'the same, and that way once more for this request',
    { application: asks, withoutEmail: { ...reachable, provenAt: 0 }, done: byAlice },
    'sign-in again',
  ],
  [
    'the same, where people only pass through and no password is asked for',
    { application: { ...asks, bridge: true }, withoutEmail: { ...reachable, provenAt: 0 }, inFediverse: true },
    'refuse no_email',
  ],
  [
    'no address and no username: first the name',
    { application: asks, withoutEmail: reachable, madeUp: true },
    'choose-username',
  ],
  [
    'no address, before consent',
    { application: { ...asked, missingEmail: 'ask' }, withoutEmail: reachable },
    'prove-email',
  ],
  [
    'no address, where one is given',
    { application: { ...unasked, missingEmail: 'placeholder' }, withoutEmail: { provable: true, placeholder: true } },
    'answer',
  ],
  [
    'no address, where there is no domain to give one under',
    { application: { ...unasked, missingEmail: 'placeholder' }, withoutEmail: reachable },
    'refuse no_email',
  ],
  [
    'no address, where that is the end',
    { application: { ...unasked, missingEmail: 'refuse' }, withoutEmail: reachable },
    'refuse no_email',
  ],
]

describe('the next step of people from elsewhere, and of people without an address', () => {
  for (const [name, told, step] of table) {
    test(`is ${step} for: ${name}`, () => assert.equal(brief(nextStep(situation(told))), step))
  }
})
