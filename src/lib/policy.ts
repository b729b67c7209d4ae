import { days, minutes, type Time } from './clock.ts'

/** How long things last here, as the installation has decided. */
export interface Policy {
  /** A session that nobody used for so long has ended. */
  readonly sessionIdle: Time
  /** So long after the person last proved who they are it has ended, used or not. */
  readonly sessionAbsolute: Time
  /** How long a line of the audit log is kept. */
  readonly eventsKeptFor: Time
}

/** NIST SP 800-63B asks for a proof at least every 30 days. */
export const defaultPolicy: Policy = { sessionIdle: days(7), sessionAbsolute: days(30), eventsKeptFor: days(90) }

/** Least and most of each. */
export const policyLimits: { readonly [N in keyof Policy]: readonly [Time, Time] } = {
  sessionIdle: [minutes(15), days(365)],
  sessionAbsolute: [minutes(15), days(365)],
  eventsKeptFor: [days(1), days(3650)],
}

/** The name of the record that holds it. */
export const policySetting = 'policy'

/** What a record says, with what is usual in the place of what it does not say, or what is out of range. */
export const policyFrom = (value: unknown): Policy => {
  const said: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {}
  const read = (name: keyof Policy): Time => {
    const [least, most] = policyLimits[name]
    const time = said[name]
    return typeof time === 'number' && time >= least && time <= most ? time : defaultPolicy[name]
  }
  return {
    sessionIdle: read('sessionIdle'),
    sessionAbsolute: read('sessionAbsolute'),
    eventsKeptFor: read('eventsKeptFor'),
  }
}
