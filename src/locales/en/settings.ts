import { formatNumber, plural } from '../format.ts'

/** The settings of the installation, in the console. */
export const settings = {
  title: 'Settings',
  lead: 'What holds for the whole place. Each part is saved by itself.',
  limits: {
    title: 'How long things last',
    lead: 'In days. What is made shorter holds at once, also for sessions and lines that are there already.',
    saved: 'Saved. It holds from now on.',
    sessionIdle: {
      label: 'A session that nobody uses ends after',
      hint: 'Days; 0.5 is twelve hours. Whoever comes back later signs in again.',
      out_of_range: 'Write a number of days from 0.02 (half an hour) to 365.',
      above_absolute: 'That is longer than a session lasts at all. Write less, or raise the other number.',
    },
    sessionAbsolute: {
      label: 'Every session ends after',
      hint: 'Days since the person last proved who they are. At most 30 is recommended.',
      out_of_range: 'Write a number of days from 0.02 (half an hour) to 365.',
      above_absolute: 'Write a number of days.',
    },
    eventsKeptFor: {
      label: 'Events are kept for',
      hint: 'Days. Addresses and browsers of people are in them, so keep them no longer than you need.',
      out_of_range: 'Write a number of days from 1 to 3650.',
      above_absolute: 'Write a number of days.',
    },
    lost: {
      label: ({ count }: { count: number }) =>
        `Delete ${plural('en', count, { one: 'one event that is', other: `${formatNumber('en', count)} events that are` })} older than that`,
      problem: 'They go for good within minutes. Tick this if that is what you want, or write more days.',
    },
  },
  publicClients: {
    title: 'Applications that nobody registered',
    lead: 'Any website can then have people sign in through this place: its client id is an https address, where it says who it is. People see its domain, and are asked each time.',
    on: 'They are let in.',
    off: 'They are not let in: each application is registered here.',
    switchOn: 'Let them in',
    switchOff: 'Let them in no more',
    saved: 'Saved. It holds from now on.',
    managed: 'The configuration file says so, and is where it is changed.',
  },
  usernames: {
    off: ({ count }: { count: number }) =>
      count === 0
        ? 'Only administrators change usernames. No application depends on them.'
        : `Only administrators change usernames. ${plural('en', count, { one: 'One application depends', other: `${count} applications depend` })} on them.`,
    change: 'Decide who may change them',
  },
  links: {
    title: 'Legal and other links',
    lead: 'At the foot of every page where people come in: privacy, terms, imprint, help.',
    saved: 'The links are saved.',
    row: ({ number }: { number: number }) => `Link ${number}`,
    label: 'What it says',
    href: 'Where it leads',
    hint: 'Begin with https://, mailto: or /. Empty both fields of a link to take it away.',
    required: 'A link needs both: what it says, and where it leads.',
    malformed: 'Begin with https://, mailto: or /.',
  },
  exporting: {
    lead: ({ most }: { most: string }) => `Take these lines with you, the newest ${most} at most:`,
    csv: 'as a table (CSV)',
    json: 'for programs (JSON)',
  },
}

/** How the installation looks, in the console. */
export const branding = {
  title: 'Branding',
  lead: 'How people recognise this place. Every page shows it from the moment you save.',
  look: 'Look at it',
  saved: {
    yes: 'Saved. Every page has it already.',
    logo: 'The logo is on every page now.',
  },
  nameAndAccent: 'Name and colour',
  name: 'Name of this place',
  nameHint: 'People and mails call it that. Portico, if it is empty.',
  nameTooLong: 'Use at most 60 characters, so that it fits where people read it.',
  accent: 'Accent colour',
  accentHint: '# and six hexadecimal digits, such as #336699. Leave it empty for our blue.',
  accentMalformed: 'Write # and six hexadecimal digits, such as #336699.',
  contrast: 'As it is used',
  noAccent: 'This is our own colour.',
  fits: 'Your hue is kept. How light it is comes from contrast, which is computed for day and night.',
  changed: ({ ratio }: { ratio: string }) =>
    `As you wrote it, text in your colour would have a contrast of ${ratio}; 4.5:1 is the least that people can read. Your hue is kept, and it is used darker by day and lighter by night.`,
  light: 'By day',
  dark: 'By night',
  ratio: ({ ratio }: { ratio: string }) => `${ratio}:1`,
  asText: ({ ratio }: { ratio: string }) => `as text ${ratio}`,
  underText: ({ ratio }: { ratio: string }) => `under text ${ratio}`,
  logo: 'Logo',
  logoLead: 'In place of Portico’s arch. A square one looks best.',
  logoFile: 'A picture from this device',
  logoHint: 'PNG or WebP with a clear background, or JPEG, GIF or AVIF; at most 10 MB.',
  logoSubmit: 'Use this logo',
}

/** An application's icon, in the console. */
export const icons = {
  title: 'Icon',
  lead: 'People see it when they sign in, and among My applications. Without one it is made from the name.',
  file: 'A picture from this device',
  submit: 'Use this icon',
  set: ({ name }: { name: string }) => `${name} has its icon.`,
  avatarLead: 'They chose it themselves. Take it down if it should not be shown here.',
}
