/** Time as the rest of the program sees it: whole milliseconds since the epoch (UTC). */
export type Time = number

export interface Clock {
  now(): Time
}

export const systemClock: Clock = { now: () => Date.now() }

export const seconds = (n: number): Time => n * 1000
export const minutes = (n: number): Time => n * 60_000
export const hours = (n: number): Time => n * 3_600_000
export const days = (n: number): Time => n * 86_400_000

/** RFC 7519 NumericDate: whole seconds, rounded down so that nothing claims to be from the future. */
export const numericDate = (time: Time): number => Math.floor(time / 1000)
