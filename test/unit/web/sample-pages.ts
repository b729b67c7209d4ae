import { days, hours, minutes } from '../../../src/lib/clock.ts'
import type { Sentences } from '../../../src/locales/sentences.ts'
import { grantsPage } from '../../../src/web/account/grants-page.ts'
import { passwordPage } from '../../../src/web/account/password-page.ts'
import { profilePage } from '../../../src/web/account/profile-page.ts'
import { resetPage } from '../../../src/web/account/reset-page.ts'
import { sessionsPage } from '../../../src/web/account/sessions-page.ts'
import { consentPage } from '../../../src/web/consent/consent-page.ts'
import { myAppsPage } from '../../../src/web/my-apps/my-apps-page.ts'
import { setupPage } from '../../../src/web/setup/setup-page.ts'
import { chooseAccountPage } from '../../../src/web/signin/choose-account-page.ts'
import { formPostPage } from '../../../src/web/signin/form-post-page.ts'
import { leavingPage } from '../../../src/web/signin/leaving-page.ts'
import { type SignInView, signInPage } from '../../../src/web/signin/sign-in-page.ts'
import { signOutPage } from '../../../src/web/signin/sign-out-page.ts'
import { signedOutPage } from '../../../src/web/signin/signed-out-page.ts'
import type { Brand } from '../../../src/web/ui/brand.ts'
import { type ErrorCode, errorPage } from '../../../src/web/ui/error-page.ts'
import { checkboxField, checkboxGroup, selectField, textareaField, textField } from '../../../src/web/ui/fields.ts'
import { renderHall } from '../../../src/web/ui/hall.ts'
import { html } from '../../../src/web/ui/html.ts'
import { button, linkButton, moment, note, pasteBlock, pill, section, told } from '../../../src/web/ui/parts.ts'
import { confirmByName, pager, rowName, searchForm, table } from '../../../src/web/ui/table.ts'

/** What pages are filled with. */
export interface SampleData {
  readonly person: string
  readonly username: string
  readonly email: string
  readonly group: string
  readonly applications: readonly [string, string, string, ...string[]]
  readonly text: string
  readonly host: string
}

export const plainData: SampleData = {
  person: 'Alice Example',
  username: 'alice',
  email: 'alice@example.org',
  group: 'staff',
  applications: ['Example Social', 'Games', 'Notes', 'Photographs', 'Recipes'],
  text: 'The town’s own corner of the fediverse',
  host: 'social.example.org',
}

/** Whatever stretches a page: nobody is refused for having a long name. */
export const longData: SampleData = {
  person: 'Wolfeschlegelsteinhausenbergerdorff Bartholomäus-Maximilian von und zu Hohenzollern-Sigmaringen',
  username: 'bartholomaeus_maximilian_wolfeschlegelsteinhausenbergerdorff_1987',
  email: 'bartholomaeus.maximilian.wolfeschlegelsteinhausenbergerdorff@mail.department.university.example.org',
  group: 'arbeitsgemeinschaft-donaudampfschifffahrtsgesellschaftskapitaene',
  applications: [
    'Donaudampfschifffahrtsgesellschaftskapitänsverwaltung',
    'The Exceedingly Long-Winded Community Notice Board of Lower Example',
    'Notes',
  ],
  text: 'A description that somebody wrote at length, because they were asked for a description and had a lot to say about it.',
  host: 'a-rather-long-subdomain.of.another.subdomain.social.example.org',
}

/** No letter of ASCII in any of it: what is left on a page came from the page. */
export const foreignData: SampleData = {
  person: 'Алиса Пример',
  username: 'алиса',
  email: '1@2.3',
  group: 'штат',
  applications: ['Площадь', 'Игры', 'Заметки'],
  text: 'Городская площадь',
  host: '198.51.100.1',
}

const now = Date.UTC(2026, 2, 14, 9, 26, 53)
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
    values: { name: data.person, email: data.email, locale: '' },
    emailState: 'verified' as const,
  }
  const codes = Object.keys(sentences.errors.codes) as readonly ErrorCode[]

  return {
    'sign-in': signIn({}),
    'sign-in-here': signIn({ application: undefined }),
    'sign-in-wrong': signIn({ identifier: data.username, problem: { kind: 'wrong' } }),
    'sign-in-missing': signIn({ problem: { kind: 'missing' } }),
    'sign-in-limited': signIn({ identifier: data.email, problem: { kind: 'limited', minutes: 14 } }),
    'sign-in-expired': signIn({ problem: { kind: 'expired' } }),
    'sign-in-busy': signIn({ problem: { kind: 'busy' } }),
    'sign-in-disabled': signIn({ problem: { kind: 'disabled' } }),
    'sign-in-sources': signIn({
      sources: [
        { name: third, href: '/1' },
        { name: second, href: '/2', icon: '/assets/mark.svg' },
      ],
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
    'consent-nothing': consentPage({ ...consent, claims: { sub: '1' } }, sentences, brand),
    'sign-out': signOutPage({ formToken, person }, sentences, brand),
    'sign-out-asked': signOutPage({ formToken, person, asker: application, returnHost: data.host }, sentences, brand),
    'sign-out-unknown': signOutPage({ formToken, person, asker: 'unknown', carried: [['1', '2']] }, sentences, brand),
    'signed-out': signedOutPage({ signInHref: '/1', back: { application: first, href: '/2' } }, sentences, brand),
    'form-post': formPostPage({ redirectUri: '/1', parameters: [['code', '1']], application }, sentences, brand),
    leaving: leavingPage({ href: '/assets/2', to: data.host }, sentences, brand),
    setup: setupPage({ formToken, minimum: 15 }, sentences, brand),
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
    'my-apps-none': myAppsPage({ visitor: { ...visitor, administrator: false }, applications: [] }, sentences, brand),
    'my-apps-none-administrator': myAppsPage({ visitor, applications: [] }, sentences, brand),
    profile: profilePage(profile, sentences, brand),
    'profile-problems': profilePage(
      { ...profile, emailState: 'unverified', problems: { email: sentences.problems.fields.email.malformed } },
      sentences,
      brand,
    ),
    'profile-saved': profilePage({ ...profile, emailState: 'none', saved: true }, sentences, brand),
    'profile-managed': profilePage({ ...profile, managed: true }, sentences, brand),
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
    'password-saved': passwordPage({ visitor, username: data.username, minimum: 15, saved: true }, sentences, brand),
    reset: resetPage({ formToken, person, username: data.username, minimum: 15 }, sentences, brand),
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

type Sample = (sentences: Sentences, brand: Brand, data: SampleData) => string

const consoleHall = ({ console, nav }: Sentences, data: SampleData) => ({
  visitor: { person: { name: data.person, detail: data.username }, administrator: true, formToken: '123' },
  ways: [
    {
      label: console.title,
      ways: [
        { label: nav.overview, href: '/console' },
        { label: nav.applications, href: '/console/applications', current: true },
        { label: nav.people, href: '/console/people' },
        { label: nav.groups, href: '/console/groups' },
        { label: nav.events, href: '/console/events' },
      ],
    },
    { label: nav.person, ways: [{ label: nav.myApps, href: '/' }] },
  ],
})

const consoleList: Sample = (sentences, brand, data) => {
  const { applications, enabled, disabled, managed, state } = sentences.console
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: applications.title,
      lead: applications.lead,
      action: linkButton({ label: applications.create, href: '/1' }),
      scripts: ['times.js'],
      body: html`${searchForm({ query: data.group, action: '/1' }, sentences)}${table({
        caption: applications.title,
        columns: [
          { label: applications.name },
          { label: applications.kind },
          { label: applications.lastSignIn },
          { label: state },
          { label: sentences.words.edit, kind: 'actions' },
        ],
        rows: data.applications.map((name, index) => [
          rowName(name, '/1', html`<span translate="no">${data.host}</span>`),
          html`<span translate="no">${data.group}</span>`,
          moment(now - days(index), sentences),
          html`${pill(index === 1 ? disabled : enabled, index === 1 ? 'bad' : 'good')} ${index === 2 ? pill(managed) : ''}`,
          linkButton({ label: sentences.words.edit, href: '/2', look: 'plain', small: true }),
        ]),
      })}${pager({ from: 1, to: 50, total: 1234, next: '/2', previous: '/0' }, sentences)}`,
    },
    sentences,
    brand,
  )
}

const consoleNothing: Sample = (sentences, brand, data) =>
  renderHall(
    {
      ...consoleHall(sentences, data),
      title: sentences.console.events.title,
      lead: sentences.console.events.lead({ duration: '90' }),
      body: html`${searchForm({ query: '77', action: '/1', label: sentences.console.events.searchHint }, sentences)}<p>${sentences.words.nothingFound({ query: '77' })}</p>`,
    },
    sentences,
    brand,
  )

const consoleDetail: Sample = (sentences, brand, data) => {
  const { applications } = sentences.console
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: data.applications[0],
      heading: html`<span translate="no">${data.applications[0]}</span>`,
      lead: html`<span translate="no">${data.host}</span>`,
      action: linkButton({ label: sentences.words.edit, href: '/1', look: 'plain' }),
      notice: note('warning', sentences.console.secretOnce),
      scripts: ['copy.js'],
      body: html`${section({
        title: applications.settings,
        lead: applications.rotateGrace({ duration: '7' }),
        body: pasteBlock(`1=${brand.host}\n2=${'123'.repeat(40)}\n3=4`, applications.settings, sentences, 'settings'),
      })}${section({
        title: sentences.console.details,
        aside: pill(sentences.console.managed),
        body: told([
          { label: applications.clientId, value: html`<code translate="no">${'123'.repeat(9)}</code>` },
          { label: applications.accessGroups, value: applications.everybody },
        ]),
      })}${section({
        title: sentences.words.edit,
        body: html`<form method="post" class="narrow">${textField({ name: 'name', label: applications.name, hint: applications.nameHint, value: data.applications[0] })}${textareaField(
          {
            name: 'uris',
            label: applications.redirectUris,
            hint: applications.redirectUrisHint,
            problem: sentences.problems.applications.fragment,
            value: '1\n2',
            exact: true,
          },
        )}${selectField({
          name: 'consent',
          label: applications.consent,
          options: [
            { value: '1', label: applications.consentExplicit },
            { value: '2', label: applications.consentImplicit },
          ],
        })}${checkboxField({
          name: 'hidden',
          label: applications.hidden,
          checked: true,
          hint: applications.descriptionHint,
        })}${checkboxGroup({
          name: 'groups',
          label: applications.accessGroups,
          hint: applications.accessGroupsHint,
          options: [
            { value: '1', label: data.group, lang: 'ru', checked: true },
            { value: '2', label: data.group, lang: 'ru' },
          ],
        })}<div>${button({ label: sentences.words.save, id: 'save' })}</div></form>`,
      })}`,
    },
    sentences,
    brand,
  )
}

const consoleDelete: Sample = (sentences, brand, data) => {
  const { applications } = sentences.console
  const [name] = data.applications
  return renderHall(
    {
      ...consoleHall(sentences, data),
      title: applications.deleteTitle({ name }),
      heading: html`<span translate="no">${name}</span>`,
      body: confirmByName(
        {
          formToken: '123',
          name,
          title: applications.deleteTitle({ name }),
          lead: applications.deleteLead,
          submit: sentences.console.delete,
          cancelHref: '/1',
          mistyped: true,
        },
        sentences,
      ),
    },
    sentences,
    brand,
  )
}
