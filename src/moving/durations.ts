const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 }

/** A length of time as Go writes it, `1h30m`, in seconds; undefined for what is none. */
export const goDuration = (text: string): number | undefined => {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined
  let seconds = 0
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    seconds += Number(count) * (units[unit ?? ''] ?? 0)
  }
  return Number.isFinite(seconds) ? seconds : undefined
}

const pythonUnits: Readonly<Record<string, number>> = {
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
}

/** As authentik writes it: `days=30`, `hours=1;minutes=30`. */
export const timedelta = (text: string): number | undefined => {
  let seconds = 0
  for (const part of text.split(';').filter((part) => part.trim() !== '')) {
    const [, unit = '', count] = /^\s*([a-z]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part) ?? []
    const size = pythonUnits[unit]
    if (size === undefined) return undefined
    seconds += Number(count) * size
  }
  return Number.isFinite(seconds) ? seconds : undefined
}

const ours = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const

export interface Fitted {
  /** As `portico.yaml` writes it. */
  readonly text: string
  /** It is another than was asked for. */
  readonly cut: boolean
}

/** Within what Portico takes. */
export const fitDuration = (seconds: number, least: number, most: number): Fitted => {
  const whole = Math.min(most, Math.max(least, Math.round(seconds)))
  const [unit, size] = ours.find(([, size]) => whole % size === 0) ?? ['s', 1]
  return { text: `${whole / size}${unit}`, cut: whole !== Math.round(seconds) }
}

/** Least and most, in seconds: those of `applications/settings.ts`. */
export const lifetimes = {
  accessTokenLifetime: [60, 86_400],
  idTokenLifetime: [300, 86_400],
  refreshTokenIdle: [60, 400 * 86_400],
  refreshTokenLifetime: [60, 2000 * 86_400],
} as const
