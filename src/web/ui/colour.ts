/** A colour in OKLCH: lightness 0 to 1, chroma, hue in degrees. */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

/** Linear sRGB, each channel 0 to 1 when the colour exists on a screen. Matrices: Björn Ottosson, Oklab, 2020. */
const toLinear = ({ l, c, h }: Oklch): readonly [number, number, number] => {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

/** `#rrggbb`, or undefined when it is not that. */
export const fromHex = (text: string): Oklch | undefined => {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)?.slice(1)
  if (digits === undefined) return undefined
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const channel = Number.parseInt(pair, 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    c: Math.hypot(a, b),
    h: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
  }
}

const onScreen = (colour: Oklch): boolean =>
  toLinear(colour).every((channel) => channel >= -0.0005 && channel <= 1.0005)

/** The same colour with as much of its chroma as a screen can show, so that no browser has to guess. */
export const fitToScreen = (colour: Oklch): Oklch => {
  if (onScreen(colour)) return colour
  let low = 0
  let high = colour.c
  while (high - low > 0.0005) {
    const middle = (low + high) / 2
    if (onScreen({ ...colour, c: middle })) low = middle
    else high = middle
  }
  return { ...colour, c: low }
}

const luminance = (colour: Oklch): number => {
  const [red, green, blue] = toLinear(colour).map((channel) => Math.min(1, Math.max(0, channel)))
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export const contrast = (one: Oklch, other: Oklch): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** `#rrggbb`, for what cannot read anything newer: mail programs. */
export const toHex = (colour: Oklch): string =>
  `#${toLinear(colour)
    .map((channel) => Math.min(1, Math.max(0, channel)))
    .map((channel) => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055))
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

const rounded = (n: number): string => String(Math.round(n * 1000) / 1000)

export const cssColour = ({ l, c, h }: Oklch): string => `oklch(${rounded(l)} ${rounded(c)} ${rounded(h)})`
