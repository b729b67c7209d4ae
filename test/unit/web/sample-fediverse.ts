import { days, minutes } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { type IdentitiesView, identitiesPage } from '../../../src/web/account/identities-page.ts'
import { type ArrivalView, arrivalPage } from '../../../src/web/arrival/arrival-page.ts'
import { type SignInView, signInPage } from '../../../src/web/signin/sign-in-page.ts'
import { signUpPage } from '../../../src/web/signup/sign-up-page.ts'
import type { AddressView } from '../../../src/web/sources/address-form.ts'
import { type Problem, problemSentence } from '../../../src/web/sources/problem.ts'
import { problemPage } from '../../../src/web/sources/problem-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { now, type SampleData } from './sample-data.ts'

/** One of each: a code without a page of its own does not compile. */
const problems = (
  place: string,
  words: string,
): { readonly [C in Problem['code']]: Problem & { readonly code: C } } => ({
  missing: { code: 'missing' },
  bad_address: { code: 'bad_address' },
  email: { code: 'email' },
  too_many: { code: 'too_many', retryAfter: now + minutes(7) },
  unreachable: { code: 'unreachable', place },
  no_server: { code: 'no_server', place },
  unsupported: { code: 'unsupported', place, software: words },
  no_person: { code: 'no_person', place },
  limited: { code: 'limited', place, retryAfter: now + 1 },
  refused_registration: { code: 'refused_registration', place },
  denied_server: { code: 'denied_server', place, reason: words },
  denied: { code: 'denied', place },
  forgotten: { code: 'forgotten', place },
  token_in_callback: { code: 'token_in_callback', place },
  mixed_up: { code: 'mixed_up', place },
  unproven: { code: 'unproven', place },
  no_profile: { code: 'no_profile', place },
  out_of_reach: { code: 'out_of_reach', place },
  no_person_behind: { code: 'no_person_behind', place },
  account_state: { code: 'account_state', place, state: 'suspended' },
  broken: { code: 'broken', place },
  other_person: { code: 'other_person', place },
  server_not_admitted: { code: 'server_not_admitted', place },
  not_invited: { code: 'not_invited', place },
  not_linked: { code: 'not_linked', place },
  disabled: { code: 'disabled', place },
  awaiting: { code: 'awaiting', place },
  changed_hands: { code: 'changed_hands', place },
  linked_elsewhere: { code: 'linked_elsewhere', place },
  proof_needed: { code: 'proof_needed', place },
  not_set_up: { code: 'not_set_up', place },
  incomplete: { code: 'incomplete', place, claim: words },
  not_afresh: { code: 'not_afresh', place },
  source_off: { code: 'source_off', place },
  email_known: { code: 'email_known', place },
  not_in_group: { code: 'not_in_group', place },
  email_unverified: { code: 'email_unverified', place },
})

/** The way in from the fediverse, and back from it. */
export const sampleFediversePages = (
  sentences: Sentences,
  brand: Brand,
  data: SampleData,
): Readonly<Record<string, string>> => {
  const formToken = '123'
  const application = { name: data.applications[0] }
  const place = data.host
  const handle = `@1@${place}`
  const address: AddressView = { formToken, errand: [['request', '1']], suggestions: ['1.2', '3.4'] }
  const signIn = (view: Partial<SignInView>): string =>
    signInPage({ formToken, application, address, passwordHref: '/1', ...view }, sentences, brand)
  const problem = (of: Problem): string =>
    problemPage(
      {
        code: of.code,
        sentence: problemSentence(of, sentences, now),
        application,
        address: { ...address, value: handle },
        otherWaysHref: '/1',
        reference: '237-942',
      },
      sentences,
      brand,
    )
  const person = { name: data.person, detail: handle }
  const arrival = (view: Partial<ArrivalView>): string =>
    arrivalPage({ formToken, application, person, what: 'known', host: place, errand: [], ...view }, sentences, brand)
  const visitor = { person: { name: data.person, detail: data.username }, administrator: false, formToken }
  const identity = { id: '1', handle, host: place, createdAt: now - days(40), lastUsedAt: now - days(1) }
  const identities = (view: Partial<IdentitiesView>): string =>
    identitiesPage(
      {
        visitor,
        now,
        identities: [identity, { ...identity, id: '2', movedTo: 'https://elsewhere.example/users/alice' }],
        password: true,
        address,
        ...view,
      },
      sentences,
      brand,
    )
  const places = [{ host: place, address: handle }]
  const me = { name: data.person, detail: data.username }
  return {
    'fediverse-sign-in': signIn({}),
    'fediverse-sign-in-here': signIn({ application: undefined, signUpHref: '/2' }),
    'fediverse-sign-in-bridge': signIn({ passwordHref: undefined }),
    'fediverse-sign-in-remembered': signIn({ address: { ...address, remembered: { host: place } } }),
    'fediverse-sign-in-titled': signIn({ address: { ...address, remembered: { host: place, title: data.group } } }),
    'fediverse-sign-in-join': signIn({ address: { ...address, join: 'anywhere' } }),
    'fediverse-sign-in-join-one-of': signIn({ address: { ...address, join: ['1.2', '3.4'] } }),
    'fediverse-sign-in-password': signIn({ address: undefined, passwordHref: undefined, addressHref: '/1' }),
    'fediverse-confirm': signIn({
      address: undefined,
      passwordHref: undefined,
      confirm: { person: me, why: 'application', elsewhereHref: '/1', places, passwordless: true },
    }),
    'fediverse-confirm-either': signIn({
      address: undefined,
      passwordHref: undefined,
      application: undefined,
      identifier: data.username,
      confirm: { person: me, why: 'change', places },
    }),
    ...Object.fromEntries(
      Object.values<Problem>(problems(place, data.text)).map((of) => [`fediverse-problem-${of.code}`, problem(of)]),
    ),
    'fediverse-problem-memorial': problem({ code: 'account_state', place, state: 'memorial' }),
    'fediverse-problem-not-ready': problem({ code: 'account_state', place, state: 'not_ready' }),
    'fediverse-problem-no-reason': problem({ code: 'denied_server', place, reason: '' }),
    'fediverse-invited': signUpPage(
      {
        ...{ formToken, minimum: 15, way: 'invited', values: { name: '', username: '', email: '' } },
        ...{ address: { ...address, errand: [['invitation', '1']] }, passwordHref: '/1' },
      },
      sentences,
      brand,
    ),
    'arrival-known': arrival({}),
    'arrival-newcomer': arrival({ what: 'newcomer', person: { ...person, picture: '/assets/mark.svg' } }),
    'arrival-instead': arrival({ typed: `@2@${place}`, application: undefined }),
    'arrival-link': arrival({ what: 'link', moved: true }),
    identities: identities({}),
    'identities-none': identities({ identities: [] }),
    'identities-again': identities({ againHref: '/1' }),
    'identities-linked': identities({ password: false, done: { what: 'linked', handle } }),
    'identities-unlinked': identities({ done: { what: 'unlinked' } }),
    'identities-last': identities({ identities: [identity], password: false, problem: 'last' }),
  }
}
