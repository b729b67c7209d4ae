import { happened } from '../../accounts/happened.ts'
import { dropUnused, keeping, picturePath } from '../../accounts/pictures/keep.ts'
import { type PictureProblem, reencode } from '../../accounts/pictures/reencode.ts'
import { cleanName } from '../../accounts/text.ts'
import { type Change, putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { managedSettings, withoutManaged } from './managed.ts'
import type { By } from './world.ts'

export const brandingSetting = 'branding'

export interface BrandLink {
  readonly label: string
  readonly href: string
}

export interface BrandingView {
  /** Undefined where nobody has said anything. */
  readonly name: string | undefined
  readonly accent: string | undefined
  readonly logo: string | undefined
  readonly links: readonly BrandLink[]
  /** Only the configuration file changes these. */
  readonly managedFields: readonly string[]
}

/** What is named is changed; an empty text takes a value away. */
export interface BrandingInput {
  readonly name?: string | undefined
  readonly accent?: string | undefined
  readonly links?: readonly BrandLink[] | undefined
}

export interface BrandingProblem {
  readonly field: 'name' | 'accent' | 'logo' | 'links'
  readonly code: 'malformed' | 'too_long' | 'required' | 'managed'
  /** Which of several, counted from nought, and what of it. */
  readonly item?: number
  readonly part?: 'label' | 'href'
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly problems: readonly BrandingProblem[] }

export const getBranding = async (world: Pick<World, 'storage'>): Promise<BrandingView> => {
  const [held, managedFields] = await Promise.all([read(world), managedSettings(world, brandingSetting)])
  const { name, accent, logo, links } = held
  return {
    name: typeof name === 'string' ? name : undefined,
    accent: typeof accent === 'string' ? accent : undefined,
    logo: typeof logo === 'string' ? logo : undefined,
    links: Array.isArray(links) ? links : [],
    managedFields,
  }
}

type Held = Readonly<Record<string, unknown>>

const read = async ({ storage }: Pick<World, 'storage'>): Promise<Held> => {
  const value = (await storage.find('settings', brandingSetting))?.value
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** Fields that the configuration file says are left as they are. */
export const changeBranding = async (world: World, input: BrandingInput, by: By): Promise<Outcome> => {
  const { name, accent, links } = withoutManaged(input, await managedSettings(world, brandingSetting))
  const next = {
    ...(name === undefined ? {} : { name: cleanName(name) }),
    ...(accent === undefined ? {} : { accent: accent.trim().toLowerCase() }),
    ...(links === undefined
      ? {}
      : { links: links.map(({ label, href }) => ({ label: cleanName(label), href: href.trim() })) }),
  }
  const problems = problemsIn(next)
  if (problems.length > 0) return { ok: false, problems }
  await write(world, next, by)
  return { ok: true }
}

/** The installation's own mark, made afresh from what was sent. */
export const changeLogo = async (world: World, sent: Uint8Array, by: By): Promise<Outcome> => {
  const made = await reencode(sent, 'logo')
  return made.ok
    ? setLogo(world, picturePath(made.picture), by, [keeping(world, made.picture)])
    : { ok: false, problems: [{ field: 'logo', code: codes[made.code] }] }
}

/** Portico's mark from now on. */
export const removeLogo = (world: World, by: By): Promise<Outcome> => setLogo(world, '', by, [])

const codes: Readonly<Record<PictureProblem, 'malformed' | 'too_long'>> = {
  unreadable: 'malformed',
  too_large: 'too_long',
}

const setLogo = async (world: World, logo: string, by: By, also: readonly Change[]): Promise<Outcome> => {
  if ((await managedSettings(world, brandingSetting)).includes('logo')) {
    return { ok: false, problems: [{ field: 'logo', code: 'managed' }] }
  }
  const { logo: before } = await getBranding(world)
  await write(world, { logo }, by, also)
  if (before !== logo) await dropUnused(world, before)
  return { ok: true }
}

/** An empty value takes what was there away. */
const write = async (world: World, next: Held, by: By, also: readonly Change[] = []): Promise<void> => {
  const held = await read(world)
  const fields = Object.keys(next).filter((name) => JSON.stringify(next[name]) !== JSON.stringify(held[name] ?? ''))
  if (fields.length === 0) return
  const value = Object.fromEntries(Object.entries({ ...held, ...next }).filter(([, value]) => value !== ''))
  await world.storage.atomically([
    ...also,
    putting('settings', { id: brandingSetting, value }),
    happened(world, 'setting.changed', by, { data: { setting: brandingSetting, fields } }),
  ])
}

const mostHref = 2000

const problemsIn = ({ name = '', accent = '', links = [] }: BrandingInput): readonly BrandingProblem[] => {
  const wrong: readonly (BrandingProblem | undefined)[] = [
    name.length > 60 ? { field: 'name', code: 'too_long' } : undefined,
    accent === '' || /^#[0-9a-f]{6}$/.test(accent) ? undefined : { field: 'accent', code: 'malformed' },
    ...links.map(({ label, href }, item): BrandingProblem | undefined => {
      if (label === '') return { field: 'links', code: 'required', item, part: 'label' }
      if (href === '') return { field: 'links', code: 'required', item, part: 'href' }
      return isHref(href) ? undefined : { field: 'links', code: 'malformed', item, part: 'href' }
    }),
  ]
  return wrong.filter((problem) => problem !== undefined)
}

/** A web address, a mail address to write to, or a path here: nothing that runs. */
const isHref = (href: string): boolean =>
  href.length <= mostHref && /^(?:https?:\/\/[^\s\\]+|mailto:\S+|\/(?![/\\])\S*)$/i.test(href) && !/\p{Cc}/u.test(href)
