import { contentHash } from './assets.ts'
import { contrast, cssColour, fitToScreen, fromHex, type Oklch } from './colour.ts'

/** What an installation may say about how it looks. */
export interface Branding {
  /** What people call this place: `Example ID`. */
  readonly name: string
  /** `#rrggbb`: its hue and its chroma are taken, how light it is comes from contrast. */
  readonly accent?: string | undefined
  /** Instead of Portico's mark: a `data:` image or a path here. */
  readonly logo?: string | undefined
  /** At the foot of doorways: privacy, help, imprint. */
  readonly links?: readonly BrandLink[] | undefined
}

export interface BrandLink {
  readonly label: string
  readonly href: string
}

/** Branding as pages need it. */
export interface Brand {
  readonly name: string
  /** Where people are: `id.example.org`. */
  readonly host: string
  readonly stylesheet: string
  readonly logo?: string | undefined
  readonly links: readonly BrandLink[]
}

export const defaultBranding: Branding = { name: 'Portico' }

/** `base` is the public base URL. */
export const createBrand = (branding: Branding, base: string): Brand => ({
  name: branding.name,
  logo: branding.logo,
  host: new URL(base).host,
  stylesheet: `/brand.css?v=${contentHash(brandStylesheet(branding))}`,
  links: (branding.links ?? []).filter(({ href }) => /^(?:https?:\/\/|mailto:|\/(?!\/))/i.test(href)),
})

/** What `GET /brand.css` answers. */
export const serveBrandStylesheet = (branding: Branding): Response =>
  new Response(brandStylesheet(branding), {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    },
  })

/** The accent as custom properties, in a stylesheet of its own because pages allow no inline styles. */
export const brandStylesheet = (branding: Branding): string => {
  const { light, dark } = correctedAccent(branding.accent)
  return `:root{--accent:light-dark(${cssColour(light.accent)},${cssColour(dark.accent)});--wash:light-dark(${cssColour(light.wash)},${cssColour(dark.wash)})}\n`
}

/** What accent-coloured text stands on. The same values as in `client/names.css`; a test compares them. */
export const surfaces = {
  light: {
    paper: { l: 0.985, c: 0.004, h: 85 },
    card: { l: 1, c: 0, h: 0 },
    stone: { l: 0.955, c: 0.006, h: 85 },
    onAccent: { l: 1, c: 0, h: 0 },
  },
  dark: {
    paper: { l: 0.185, c: 0.008, h: 265 },
    card: { l: 0.225, c: 0.01, h: 265 },
    stone: { l: 0.265, c: 0.012, h: 265 },
    onAccent: { l: 0.2, c: 0.02, h: 265 },
  },
} as const

/** Above WCAG's 4.5, so that rounding on the way to the screen never falls below it. */
export const leastContrast = 4.7

const defaultAccent = { c: 0.13, h: 262 }

export interface Accent {
  readonly accent: Oklch
  readonly wash: Oklch
}

/**
 * The accent in both schemes for any colour whatever: darkened, or lightened in the dark, until it can be read as text on
 * every surface and text can be read on it. Contrast is computed, never trusted.
 */
export const correctedAccent = (wanted?: string): { readonly light: Accent; readonly dark: Accent } => {
  const { c, h } = fromHex(wanted ?? '') ?? defaultAccent
  const tint = Math.min(1, c / 0.13)
  return {
    light: correct({ l: 0.47, c, h }, fitToScreen({ l: 0.965, c: 0.018 * tint, h }), surfaces.light, -0.01),
    dark: correct({ l: 0.78, c: c * 0.8, h }, fitToScreen({ l: 0.275, c: 0.035 * tint, h }), surfaces.dark, 0.01),
  }
}

const correct = (wanted: Oklch, wash: Oklch, on: Readonly<Record<string, Oklch>>, step: number): Accent => {
  let accent = fitToScreen(wanted)
  const others = [...Object.values(on), wash]
  while (accent.l > 0.05 && accent.l < 0.97 && others.some((other) => contrast(accent, other) < leastContrast)) {
    accent = fitToScreen({ ...wanted, l: accent.l + step })
  }
  return { accent, wash }
}
