import type { Plain } from '../imported.ts'
import type { Reading } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

/**
 * Whom a connector let in. Where that cannot be said of a source nobody new comes in by it without an invitation: what cannot be brought along
 * must not let in those whom it kept out.
 */
export interface Admission {
  readonly fields: Plain
  /** Settings of which there is nothing like here. */
  readonly lost: readonly string[]
}

/** Dex lets in whoever comes that way and is not kept out. */
export const admits = (config: Reading, { fields, lost }: Admission, { warn }: DexReading): Plain => {
  if (lost.length === 0) return { firstSignIn: 'everyone', ...fields }
  warn({ about: lost.map((name) => `${config.about}.${name}`).join(', '), code: 'restricted' })
  return { ...fields, firstSignIn: 'invited' }
}

const named = (config: Reading, name: string): readonly string[] => {
  const texts = config.texts(name) ?? []
  return texts.filter((text) => text !== '')
}

const unless = (fields: Plain, lost: readonly string[] = []): Admission => ({ fields, lost })

export const everybody: Admission = { fields: {}, lost: [] }

/** Google's and other providers' claim `hd`: the domain of whoever's account belongs to one. */
const ofDomains = (domains: readonly string[]): Plain =>
  domains.length === 0
    ? {}
    : { mapping: { groups: 'has(claims.hd) ? [claims.hd] : []' }, allowedGroups: domains, take: { groups: 'ignore' } }

export const oidcAdmission = (config: Reading): Admission => {
  const domains = named(config, 'hostedDomains')
  const groups = named(config, 'allowedGroups')
  const changed = config.values['claimModifications'] !== undefined && groups.length > 0
  if (changed) config.skip('claimModifications')
  const lost = [
    ...(domains.length > 0 && groups.length > 0 ? ['hostedDomains'] : []),
    ...(changed ? ['claimModifications'] : []),
  ]
  return unless(groups.length > 0 ? { allowedGroups: groups } : ofDomains(domains), lost)
}

export const googleAdmission = (config: Reading): Admission => {
  // Groups of a directory are asked there with an administrator's key, which no sign-in has.
  const lost = named(config, 'groups').length > 0 ? ['groups'] : []
  return unless(ofDomains(named(config, 'hostedDomains')), lost)
}

export const gitlabAdmission = (config: Reading): Admission => {
  const groups = named(config, 'groups')
  return unless(groups.length > 0 ? { allowedGroups: groups } : {})
}

/** Members of organisations; of those of which only some teams may come, none. */
export const githubAdmission = (config: Reading): Admission => {
  const org = config.text('org')
  const orgs = config.list('orgs')
  const whole = orgs.flatMap((one) => {
    const name = one.text('name')
    return one.list('teams').length > 0 || named(one, 'teams').length > 0 || name === undefined ? [] : [name]
  })
  const allowed = [...(org === undefined || org === '' ? [] : [org]), ...whole]
  const lost = whole.length < orgs.length ? ['orgs'] : []
  return unless(allowed.length > 0 ? { allowedGroups: allowed } : {}, lost)
}

export const microsoftAdmission = (config: Reading): Admission =>
  unless({}, named(config, 'groups').length > 0 ? ['groups'] : [])
