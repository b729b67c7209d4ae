import { days, hours, minutes } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { grantsPage } from '../../../src/web/account/grants-page.ts'
import { passwordPage } from '../../../src/web/account/password-page.ts'
import { profilePage } from '../../../src/web/account/profile-page.ts'
import { resetPage } from '../../../src/web/account/reset-page.ts'
import { sessionsPage } from '../../../src/web/account/sessions-page.ts'
import { usernamePage } from '../../../src/web/account/username-page.ts'
import { consentPage } from '../../../src/web/consent/consent-page.ts'
import { myAppsPage } from '../../../src/web/my-apps/my-apps-page.ts'
import { awaitingPage } from '../../../src/web/setup/awaiting-page.ts'
import { setupPage } from '../../../src/web/setup/setup-page.ts'
import { chooseAccountPage } from '../../../src/web/signin/choose-account-page.ts'
import { formPostPage } from '../../../src/web/signin/form-post-page.ts'
import { leavingPage } from '../../../src/web/signin/leaving-page.ts'
import { type SignInView, signInPage } from '../../../src/web/signin/sign-in-page.ts'
import { signOutPage } from '../../../src/web/signin/sign-out-page.ts'
import { signedOutPage } from '../../../src/web/signin/signed-out-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { type ErrorCode, errorPage } from '../../../src/web/ui/error-page.ts'
import { consoleDelete, consoleDetail, consoleList, consoleNothing } from './sample-console.ts'
import { now, type SampleData } from './sample-data.ts'
import { sampleEmailPages } from './sample-email.ts'
import { sampleFediversePages } from './sample-fediverse.ts'
import { sampleOwnDataPages } from './sample-own-data.ts'
import { sampleSignUpPages } from './sample-sign-up.ts'
import { sampleTryItPages } from './sample-try-it.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1'

/** Every page and every state of one that looks different, by name. */
export const samplePages = (sentences: Sentences, brand: Brand, data: SampleData): Readonly<Record<string, string>> => {
  const formToken = '123'
  const [first, second, third] = data.applications
  const application = { name: first }
  const person = { name: data.person, detail: data.username }
  const visitor = { person, administrator: true, formToken }
  const signIn = (view: Partial<SignInView>): string =>
    signInPage({ formToken, application, ...view }, sentences, brand)
  const claims = {
    name: data.person,
    preferred_username: data.username,
    nickname: data.username,
    locale: 'de',
    updated_at: now / 1000,
    email: data.email,
    email_verified: true,
    groups: [data.group],
  }
  const consent = { formToken, application, person, accountId: '1', offline: false, returnHost: data.host }
  const error = (code: ErrorCode): string => errorPage({ code, eventCode: '237-942' }, sentences, brand)
  const path = '/1/2/3'
  const addresses = {
    sent: `http://${data.host}${path}`,
    registered: [`https://198.51.100.9/1`, `https://${data.host}${path}`, `https://${data.host}/4`],
  }
  const sessions = [
    {
      publicId: '2',
      current: false,
      userAgent: phone,
      address: '203.0.113.9',
      createdAt: now - days(40),
      lastSeenAt: now - days(2),
    },
    {
      publicId: '1',
      current: true,
      userAgent: firefox,
      address: '198.51.100.7',
      createdAt: now - hours(3),
      lastSeenAt: now,
    },
    { publicId: '3', current: false, createdAt: now - days(1), lastSeenAt: now - minutes(7) },
  ]
  const grants = [
    { id: '1', application, scopes: ['openid', 'profile', 'email', 'offline_access'], since: now - days(90) },
    { id: '2', application: { name: second }, scopes: ['openid'], since: now },
  ]
  const profile = {
    visitor,
    username: data.username,
    values: { name: data.person, locale: '' },
    email: data.email,
    emailState: 'verified' as const,
  }
  const codes = Object.keys(sentences.errors.codes) as readonly ErrorCode[]

  return {
    'sign-in': signIn({}),
    'sign-in-mail': signIn({ forgottenHref: '/1' }),
    'sign-in-here': signIn({ application: undefined }),
    'sign-in-wrong': signIn({ identifier: data.username, problem: { kind: 'wrong' } }),
    'sign-in-missing': signIn({ problem: { kind: 'missing' } }),
    'sign-in-limited': signIn({ identifier: data.email, problem: { kind: 'limited', minutes: 14 } }),
    'sign-in-expired': signIn({ problem: { kind: 'expired' } }),
    'sign-in-sign-up': signIn({ forgottenHref: '/1', signUpHref: '/2' }),
    'sign-in-waiting': signIn({ problem: { kind: 'waiting' } }),
    'sign-in-busy': signIn({ problem: { kind: 'busy' } }),
    'sign-in-disabled': signIn({ problem: { kind: 'disabled' } }),
    'sign-in-set': signIn({ application: undefined, identifier: data.username, passwordSet: true }),
    'sign-in-sources': signIn({
      sources: {
        formToken,
        errand: [['request', '1']],
        sources: [
          { id: 'one', name: third },
          { id: 'two', name: second, silent: true },
          { id: 'three', name: first, unverified: true },
        ],
      },
    }),
    'confirm-for-application': signIn({
      confirm: { person, why: 'application', elsewhereHref: '/1' },
      identifier: data.username,
    }),
    'confirm-for-change': signIn({
      application: undefined,
      confirm: { person, why: 'change' },
      identifier: data.username,
    }),
    'choose-account': chooseAccountPage(
      {
        formToken,
        application,
        accounts: [
          { id: '1', person },
          { id: '2', person: { name: second, detail: data.email } },
        ],
      },
      sentences,
      brand,
    ),
    consent: consentPage({ ...consent, claims, offline: true }, sentences, brand),
    'consent-doubtful': consentPage(
      {
        ...consent,
        claims: { ...claims, email_verified: false, groups: [], flag: false, more: [1, 2], picture: '/1' },
      },
      sentences,
      brand,
    ),
    'consent-no-email': consentPage(
      { ...consent, claims: { name: data.person }, emailMissing: true },
      sentences,
      brand,
    ),
    'consent-published': consentPage({ ...consent, claims, domain: data.host }, sentences, brand),
    'consent-nothing': consentPage({ ...consent, claims: { sub: '1' } }, sentences, brand),
    'sign-out': signOutPage({ formToken, person }, sentences, brand),
    'sign-out-asked': signOutPage({ formToken, person, asker: application, returnHost: data.host }, sentences, brand),
    'sign-out-unknown': signOutPage({ formToken, person, asker: 'unknown', carried: [['1', '2']] }, sentences, brand),
    'signed-out': signedOutPage({ signInHref: '/1', back: { application: first, href: '/2' } }, sentences, brand),
    'form-post': formPostPage({ redirectUri: '/1', parameters: [['code', '1']], application }, sentences, brand),
    leaving: leavingPage({ href: '/assets/2', to: data.host }, sentences, brand),
    'leaving-hinted': leavingPage({ href: '/assets/2', to: data.host, says: application.name }, sentences, brand),
    setup: setupPage({ formToken, minimum: 15 }, sentences, brand),
    'setup-awaiting': awaitingPage({ base: 'https://198.51.100.1', oldLink: true }, sentences, brand),
    'setup-problems': setupPage(
      {
        formToken,
        minimum: 15,
        values: { name: data.person, username: data.username, email: data.email },
        problems: {
          email: sentences.problems.fields.email.malformed,
          password: sentences.problems.passwordTooShort({ minimum: 15 }),
        },
      },
      sentences,
      brand,
    ),
    'my-apps': myAppsPage(
      {
        visitor,
        applications: data.applications.map((name, index) => ({
          name,
          description: index === 0 ? data.text : undefined,
          href: index === 2 ? undefined : `https://${data.host}/`,
        })),
      },
      sentences,
      brand,
    ),
    'my-apps-many': myAppsPage(
      {
        visitor: { ...visitor, administrator: false },
        applications: Array.from({ length: 14 }, (_, index) => ({
          name: `${index + 1} ${data.group}`,
          href: `https://198.51.100.${index}/`,
        })),
      },
      sentences,
      brand,
    ),
    'my-apps-in-groups': myAppsPage(
      {
        visitor,
        applications: [
          { name: 'Notes', href: '/application/launch/notes', host: 'notes.example.org' },
          {
            name: 'Films',
            href: '/application/launch/films',
            host: 'films.example.org',
            group: 'Media',
            inNewTab: true,
          },
          { name: 'Music', group: 'Media' },
        ],
      },
      sentences,
      brand,
    ),
    username: usernamePage({ visitor, username: 'alice' }, sentences, brand),
    'username-problem': usernamePage({ visitor, username: 'bob', problem: third }, sentences, brand),
    'my-apps-none': myAppsPage({ visitor: { ...visitor, administrator: false }, applications: [] }, sentences, brand),
    'my-apps-none-administrator': myAppsPage({ visitor, applications: [] }, sentences, brand),
    profile: profilePage(profile, sentences, brand),
    'profile-problems': profilePage(
      { ...profile, emailState: 'unverified', problems: { name: sentences.problems.codes.required } },
      sentences,
      brand,
    ),
    'profile-saved': profilePage({ ...profile, email: undefined, emailState: 'none', saved: true }, sentences, brand),
    'profile-managed': profilePage({ ...profile, managed: true }, sentences, brand),
    ...sampleEmailPages(sentences, brand, data),
    ...sampleFediversePages(sentences, brand, data),
    ...sampleOwnDataPages(sentences, brand, data),
    ...sampleSignUpPages(sentences, brand, data),
    ...sampleTryItPages(sentences, brand, data),
    password: passwordPage({ visitor, username: data.username, minimum: 15 }, sentences, brand),
    'password-problems': passwordPage(
      {
        visitor,
        username: data.username,
        minimum: 15,
        problem: sentences.signIn.limited({ minutes: 1 }),
        problems: { current: sentences.problems.fields.current.wrong, password: sentences.problems.codes.common },
      },
      sentences,
      brand,
    ),
    'password-first': passwordPage({ visitor, username: data.username, minimum: 15, first: true }, sentences, brand),
    'password-first-again': passwordPage(
      { visitor, username: data.username, minimum: 15, first: true, againHref: '/sign-in?again=yes' },
      sentences,
      brand,
    ),
    'password-first-saved': passwordPage(
      { visitor, username: data.username, minimum: 15, saved: 'first' },
      sentences,
      brand,
    ),
    'password-saved': passwordPage({ visitor, username: data.username, minimum: 15, saved: true }, sentences, brand),
    reset: resetPage({ formToken, person, username: data.username, minimum: 15 }, sentences, brand),
    'reset-first': resetPage(
      { formToken, person, username: data.username, minimum: 15, first: true },
      sentences,
      brand,
    ),
    sessions: sessionsPage({ visitor, now, sessions }, sentences, brand),
    'sessions-one': sessionsPage({ visitor, now, sessions: sessions.slice(1, 2), ended: true }, sentences, brand),
    grants: grantsPage({ visitor, grants, revoked: third }, sentences, brand),
    'grants-none': grantsPage({ visitor, grants: [] }, sentences, brand),
    ...Object.fromEntries(codes.map((code) => [`error-${code}`, error(code)])),
    'error-redirect': errorPage(
      { code: 'redirect_uri_mismatch', eventCode: '237-942', application, addresses },
      sentences,
      brand,
    ),
    'error-redirect-one': errorPage(
      { code: 'redirect_uri_mismatch', application, addresses: { ...addresses, registered: [`${addresses.sent}/`] } },
      sentences,
      brand,
    ),
    'error-redirect-none': errorPage(
      {
        code: 'redirect_uri_mismatch',
        addresses: { sent: `${addresses.sent}?${'1'.repeat(300)}\u202e`, registered: [] },
      },
      sentences,
      brand,
    ),
    'error-stranded': errorPage(
      { code: 'post_logout_redirect_uri_mismatch', application, addresses },
      sentences,
      brand,
    ),
    'error-stranded-none': errorPage(
      {
        code: 'post_logout_redirect_uri_mismatch',
        application,
        addresses: { ...addresses, registered: [] },
        onward: { href: '/1', label: sentences.signOut.again },
      },
      sentences,
      brand,
    ),
    'error-client': errorPage(
      {
        code: 'client_unknown',
        eventCode: '237-942',
        clientId: '123'.repeat(30),
        onward: { href: '/', label: sentences.errors.toMyApps },
      },
      sentences,
      brand,
    ),
    'console-list': consoleList(sentences, brand, data),
    'console-list-nothing': consoleNothing(sentences, brand, data),
    'console-detail': consoleDetail(sentences, brand, data),
    'console-delete': consoleDelete(sentences, brand, data),
  }
}
