import { slugFrom } from '../../applications/slug.ts'
import { fitDuration, lifetimes, timedelta } from '../durations.ts'
import type { KnownAs, Note, Plain } from '../imported.ts'
import { present } from '../plain.ts'
import { type Around, readAccess } from './access.ts'
import { readEntitlements } from './entitlements.ts'
import { type Entry, models, resolved, tagOf } from './entries.ts'
import type { Person } from './people.ts'
import { readRedirects } from './redirects.ts'
import { readMappings } from './scopes.ts'
import { readSigning } from './signing.ts'

export interface ReadApplication {
  readonly application: Plain
  readonly knownAs: readonly KnownAs[]
}

export interface ApplicationsAround extends Around {
  warn(note: Note): void
  readonly slugs: (wanted: string) => string
}

/** An OAuth2 provider together with its application. */
export const readApplication = (provider: Entry, around: ApplicationsAround): ReadApplication | undefined => {
  const { entries, leave, warn, slugs, people } = around
  const { about } = provider
  const values = resolved(entries, provider, [
    ...['name', 'client_type', 'client_id', 'client_secret', 'redirect_uris', 'sub_mode', 'issuer_mode'],
    ...['include_claims_in_id_token', 'access_token_validity', 'refresh_token_validity'],
    ...['logout_uri', 'logout_method', 'backchannel_logout_uri', 'assigned_application_slug'],
  ])
  const clientId = values['client_id']
  const application = applicationOf(provider, values, around)
  if (typeof clientId !== 'string') {
    leave({ about, code: 'malformed', detail: 'client_id' })
    return undefined
  }
  const isPublic = values['client_type'] === 'public'
  const secret = values['client_secret']
  if (!isPublic && (typeof secret !== 'string' || secret === '')) {
    leave({ about, code: 'no_secret', detail: clientId })
    return undefined
  }
  if (typeof secret === 'string' && !isPublic && secret.length < 16)
    warn({ about: `${about}.client_secret`, code: 'short_secret' })
  tellUnsupported(provider, values, around)
  const shown = application === undefined ? {} : readShown(application, around)
  const name = shown['name'] ?? values['name'] ?? clientId
  const wanted = application?.values['slug'] ?? values['assigned_application_slug']
  const slug = slugs(slugFrom(String(typeof wanted === 'string' ? wanted : name)))
  const subjects = readSubjects(values['sub_mode'], people)
  if (subjects.missing)
    leave({
      about: `${about}.sub_mode`,
      code: 'subjects_missing',
      detail: String(values['sub_mode'] ?? 'hashed_user_id'),
    })
  const { claimMappings, assertEmailVerified } = readMappings(entries, provider, leave)
  const roles = application === undefined ? [] : readEntitlements(application, around)
  return {
    application: present({
      slug,
      ...shown,
      name,
      clientId,
      ...(isPublic ? { public: true } : { clientSecret: secret }),
      ...withoutEmpty(readRedirects(values['redirect_uris'], `${about}.redirect_uris`, leave)),
      ...readConsent(provider),
      ...readLifetimes(values, about, around),
      ...(application === undefined ? {} : readAccess(application, around)),
      ...(claimMappings.length === 0 ? {} : { claimMappings }),
      ...(roles.length === 0 ? {} : { roles }),
      ...(assertEmailVerified ? { assertEmailVerified } : {}),
      ...readSigning(provider, around),
      ...(values['issuer_mode'] === 'global' ? {} : { issuer: 'application' }),
      ...readLogout(values),
      subjectMode: subjects.mode,
    }),
    knownAs: subjects.of.map(({ username, subject }) => ({ username, application: slug, subject })),
  }
}

const applicationOf = (provider: Entry, values: Plain, { entries }: Around): Entry | undefined =>
  entries
    .of(models.application)
    .find(
      (application) =>
        entries.find(models.provider, application.values['provider']) === provider ||
        (application.values['slug'] !== undefined &&
          application.values['slug'] === values['assigned_application_slug']),
    )

/** What people see of it. */
const readShown = (application: Entry, { entries, leave }: Around): Plain => {
  const { about } = application
  const values = resolved(entries, application, [
    ...['name', 'group', 'meta_launch_url', 'open_in_new_tab', 'meta_description', 'meta_hide'],
  ])
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const launch = text('meta_launch_url')
  const fits = launch !== undefined && /^https?:\/\//i.test(launch) && !launch.includes('%(')
  if (launch !== undefined && !fits && !launch.startsWith('blank:')) {
    leave({ about: `${about}.meta_launch_url`, code: 'unsupported', detail: launch.slice(0, 200) })
  }
  if (application.values['meta_icon']) leave({ about: `${about}.meta_icon`, code: 'pictures' })
  const hidden = values['meta_hide'] === true || launch?.startsWith('blank:') === true
  return present({
    name: text('name'),
    group: text('group'),
    description: text('meta_description'),
    launchUrl: fits ? launch : undefined,
    openInNewTab: values['open_in_new_tab'] === true ? true : undefined,
    hidden: hidden ? true : undefined,
  })
}

const tellUnsupported = ({ about, values: written }: Entry, values: Plain, { leave }: Around): void => {
  if (values['include_claims_in_id_token'] === false) {
    leave({ about: `${about}.include_claims_in_id_token`, code: 'unsupported' })
  }
  if (written['encryption_key']) leave({ about: `${about}.encryption_key`, code: 'unsupported', detail: 'JWE' })
  for (const name of ['jwt_federation_sources', 'jwt_federation_providers', 'jwks_sources']) {
    const list = written[name]
    if (Array.isArray(list) && list.length > 0) leave({ about: `${about}.${name}`, code: 'unsupported' })
  }
}

const readLogout = ({ logout_uri: uri, logout_method: method, backchannel_logout_uri: backchannel }: Plain): Plain => {
  const told = backchannel ?? (method === 'frontchannel' ? undefined : uri)
  return typeof told === 'string' && told !== '' ? { backchannelLogoutUri: told } : {}
}

/** Of the flows that authentik comes with, one asks and one does not. */
const readConsent = ({ values }: Entry): Plain => {
  const tagged = tagOf(values['authorization_flow'])
  const text = tagged === undefined ? '' : JSON.stringify(tagged.value)
  return text.includes('implicit-consent') ? { consent: 'implicit' } : {}
}

const readLifetimes = (values: Plain, about: string, { leave, warn }: ApplicationsAround): Plain => {
  const length = (name: string, ...fields: readonly (keyof typeof lifetimes)[]): Plain => {
    const text = values[name]
    if (typeof text !== 'string') return {}
    const seconds = timedelta(text)
    if (seconds === undefined) {
      leave({ about: `${about}.${name}`, code: 'malformed' })
      return {}
    }
    return Object.fromEntries(
      fields.map((field) => {
        const [least, most] = lifetimes[field]
        const fitted = fitDuration(seconds, least, most)
        if (fitted.cut) warn({ about: `${about}.${name}`, code: 'lifetime', detail: `${text} → ${fitted.text}` })
        return [field, fitted.text] as const
      }),
    )
  }
  return {
    // An ID token of authentik's ends with the access token.
    ...length('access_token_validity', 'accessTokenLifetime', 'idTokenLifetime'),
    // Each refresh brings a new one, good for as long again.
    ...length('refresh_token_validity', 'refreshTokenIdle'),
  }
}

interface Subjects {
  readonly mode: 'imported' | 'username' | 'email'
  readonly of: readonly { readonly username: string; readonly subject: string }[]
  /** Of somebody the file does not say it. */
  readonly missing: boolean
}

const subjectsBy: Readonly<Record<string, readonly [Subjects['mode'], (person: Person) => string | undefined]>> = {
  hashed_user_id: ['imported', ({ uid }) => uid],
  user_id: ['imported', ({ pk }) => (pk !== undefined && /^\d+$/.test(pk) ? pk : undefined)],
  user_uuid: ['imported', ({ uuid }) => uuid],
  user_username: ['username', ({ called }) => called],
  user_email: ['email', ({ email }) => email],
  user_upn: ['imported', ({ upn, uid }) => upn ?? uid],
}

const readSubjects = (mode: unknown, people: readonly Person[]): Subjects => {
  const [subjectMode, subjectOf] = subjectsBy[typeof mode === 'string' ? mode : 'hashed_user_id'] ?? [
    'imported',
    () => undefined,
  ]
  const all = people.map((person) => ({ username: person.username, subject: subjectOf(person) }))
  return {
    mode: subjectMode,
    of: all.flatMap(({ username, subject }) => (subject === undefined ? [] : [{ username, subject }])),
    // Without people the file cannot say it either.
    missing: people.length === 0 ? subjectMode === 'imported' : all.some(({ subject }) => subject === undefined),
  }
}

const withoutEmpty = <T extends object>(lists: T): Partial<T> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => Array.isArray(list) && list.length > 0)) as Partial<T>
