import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ArrivalSituation, decideArrival } from '../../../../src/accounts/identities/decide-arrival.ts'
import { type NewcomersRule, ruleFor } from '../../../../src/accounts/identities/newcomers.ts'

const here = { accountId: 'alice', disabled: false, awaiting: false, changedHands: false }
const changed = { ...here, changedHands: true }
const proved = { accountId: 'alice', fresh: true, byThis: false }
const everyone: NewcomersRule = { take: 'everyone', servers: [] }
const some: NewcomersRule = { take: 'servers', servers: ['a.example'] }
const invited: NewcomersRule = { take: 'invited', servers: [] }
const linked: NewcomersRule = { take: 'linked', servers: [] }
const of = (domain: string, guest = false) => ({ newcomer: { domains: [domain], invited: guest } })

/** What a provider says of somebody, and who here has the same address. */
const plain = { emailVerified: true, linkByEmail: false }
const linking = { emailVerified: true, linkByEmail: true }
const bob = { accountId: 'bob', disabled: false, awaiting: false, linkedThere: false }

const table: readonly (readonly [name: string, situation: Partial<ArrivalSituation>, decision: string])[] = [
  // Somebody who is known
  ['a known identity', { known: here }, 'sign-in alice'],
  ['a known identity, where nobody new is taken', { known: here, rule: linked }, 'sign-in alice'],
  ['a known identity of a server that is not among those taken', { known: here, rule: some }, 'sign-in alice'],
  ['a known identity whose account is switched off', { known: { ...here, disabled: true } }, 'refuse disabled'],
  ['a known identity whose account waits', { known: { ...here, disabled: true, awaiting: true } }, 'refuse awaiting'],
  ['a known identity that has changed hands', { known: changed }, 'refuse changed_hands'],
  ['the same, with an invitation', { known: changed, ...of('a.example', true) }, 'refuse changed_hands'],

  // Somebody new
  ['somebody new, where everybody is taken', { rule: everyone }, 'create'],
  ['somebody new of a server that is taken', { rule: some, ...of('a.example') }, 'create'],
  ['somebody new of a server below it', { rule: some, ...of('x.a.example') }, 'create'],
  ['somebody new of another server', { rule: some, ...of('b.example') }, 'refuse server_not_admitted'],
  ['somebody new of another server, invited', { rule: some, ...of('b.example', true) }, 'refuse server_not_admitted'],
  ['somebody new without an invitation', { rule: invited }, 'refuse not_invited'],
  ['somebody new with an invitation', { rule: invited, ...of('b.example', true) }, 'create'],
  ['somebody new, where only who is here is taken', { rule: linked }, 'refuse not_linked'],
  ['the same, invited', { rule: linked, ...of('b.example', true) }, 'refuse not_linked'],

  // Somebody signed in, who links
  ['linking what is nobody’s', { linkTo: proved, rule: linked }, 'link alice'],
  ['linking without a fresh proof', { linkTo: { ...proved, fresh: false } }, 'refuse proof_needed'],
  [
    'linking what is somebody else’s',
    { linkTo: proved, known: { ...here, accountId: 'bob' } },
    'refuse linked_elsewhere',
  ],
  [
    'linking what is somebody else’s and has changed hands',
    { linkTo: proved, known: { ...changed, accountId: 'bob' } },
    'refuse linked_elsewhere',
  ],
  ['linking what is theirs already', { linkTo: proved, known: here }, 'sign-in alice'],
  ['confirming what has changed hands', { linkTo: proved, known: changed }, 'confirm alice'],
  ['confirming without a fresh proof', { linkTo: { ...proved, fresh: false }, known: changed }, 'refuse proof_needed'],
  // Somebody new whose address is known here
  ['an address that is known, where nobody is linked by it', { standing: plain, sameEmail: bob }, 'refuse email_known'],
  ['an address that is known, where people are linked by it', { standing: linking, sameEmail: bob }, 'adopt bob'],
  [
    'an address that is known and that the source has not verified',
    { standing: { ...linking, emailVerified: false }, sameEmail: bob },
    'refuse email_known',
  ],
  [
    'an address whose account is linked to somebody else there',
    { standing: linking, sameEmail: { ...bob, linkedThere: true } },
    'refuse email_known',
  ],
  ['an address that is known, of a source that says nothing', { sameEmail: bob }, 'refuse email_known'],
  ['the same, disabled', { standing: linking, sameEmail: { ...bob, disabled: true } }, 'refuse disabled'],
  [
    'the same, waiting',
    { standing: linking, sameEmail: { ...bob, disabled: true, awaiting: true } },
    'refuse awaiting',
  ],
  ['linking by address, where nobody new is taken', { standing: linking, sameEmail: bob, rule: linked }, 'adopt bob'],
  ['nobody with the address', { standing: linking }, 'create'],
  ['a known identity, whoever has its address', { known: here, standing: plain, sameEmail: bob }, 'sign-in alice'],
  [
    'somebody signed in who links, whoever has the address',
    { linkTo: proved, standing: plain, sameEmail: bob },
    'link alice',
  ],

  // What the source says of them
  ['somebody new of no allowed group', { standing: { ...plain, refusal: 'not_in_group' } }, 'refuse not_in_group'],
  [
    'somebody new of no allowed group, before anybody is told who is here',
    { standing: { ...linking, refusal: 'not_in_group' }, sameEmail: bob },
    'refuse not_in_group',
  ],
  [
    'somebody new of no allowed group, before an invitation is asked for',
    { standing: { ...plain, refusal: 'not_in_group' }, rule: invited },
    'refuse not_in_group',
  ],
  [
    'a known identity that has lost the group',
    { known: here, standing: { ...plain, refusal: 'not_in_group' } },
    'refuse not_in_group',
  ],
  [
    'an address that has to be verified and is not',
    { standing: { ...plain, emailVerified: false, refusal: 'email_unverified' } },
    'refuse email_unverified',
  ],
  [
    'linking what is of no allowed group',
    { linkTo: proved, standing: { ...plain, refusal: 'not_in_group' } },
    'refuse not_in_group',
  ],
  ['a source that was switched off meanwhile', { known: here, off: true }, 'refuse source_off'],
  ['linking one that was switched off meanwhile', { linkTo: proved, off: true }, 'refuse source_off'],

  ['confirming an identity by itself', { linkTo: { ...proved, byThis: true }, known: changed }, 'refuse changed_hands'],
]

describe('what becomes of somebody who arrives', () => {
  for (const [name, situation, wanted] of table) {
    it(`is ${wanted} for: ${name}`, () => {
      const decision = decideArrival({ rule: everyone, ...of('b.example'), ...situation })
      const told = {
        'sign-in': 'accountId',
        link: 'accountId',
        confirm: 'accountId',
        adopt: 'accountId',
        refuse: 'reason',
        create: '',
      }
      const what = Object.entries(decision).find(([key]) => key === told[decision.do])?.[1]
      assert.equal(what === undefined ? decision.do : `${decision.do} ${what}`, wanted)
    })
  }
})

describe('the rule about newcomers', () => {
  it('is the application’s own where it has one, and the installation’s otherwise', () => {
    const of = (newcomers: Parameters<typeof ruleFor>[1]) => ruleFor(some, newcomers).take
    assert.equal(of(undefined), 'servers')
    assert.equal(of({ newcomers: 'as-installation', newcomerServers: [] }), 'servers')
    assert.equal(of({ newcomers: 'everyone', newcomerServers: [] }), 'everyone')
    assert.equal(of({ newcomers: 'linked', newcomerServers: [] }), 'linked')
  })
})
