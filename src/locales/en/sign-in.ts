import { plural } from '../format.ts'

const minutes = (n: number): string => `${n} ${plural('en', n, { one: 'minute', other: 'minutes' })}`

export const signIn = {
  title: 'Sign in',
  to: ({ application }: { application: string }) => `Sign in to ${application}`,
  withAccountOf: ({ name }: { name: string }) => `with your ${name} account`,
  identifier: 'Username or e-mail',
  password: 'Password',
  submit: 'Sign in',
  passwordSet: 'Your password is set. Sign in with it.',
  forgotten: 'Forgotten your password?',
  forgottenHow: 'Ask whoever runs this place for a one-time link. With it you choose a new password.',
  signUp: 'Create an account',
  continueWith: ({ source }: { source: string }) => `Continue with ${source}`,
  problems: {
    wrong: 'This username and this password do not match. Check both and try again.',
    missing: 'Enter your username or e-mail, and your password.',
    busy: 'Many people are signing in at this moment. Nothing is wrong with what you typed: please try again.',
    expired: 'That took a while, so we started afresh. Please sign in again.',
    waiting: 'This account waits until an administrator has approved it. Then you can sign in.',
    disabled: 'This account is switched off. Whoever runs this place can switch it on again.',
  },
  limited: ({ minutes: n }: { minutes: number }) =>
    `There were too many tries. Wait ${minutes(n)}, then try again. Your account is safe.`,
  confirm: {
    title: 'Confirm it is you',
    forApplication: ({ application }: { application: string }) =>
      `${application} asks you to enter your password again.`,
    forChange: 'You are about to change something important, so we ask for your password once more.',
    submit: 'Confirm',
    somebodyElse: 'Sign in as somebody else',
  },
  choose: {
    title: 'Who is signing in?',
    lead: ({ application }: { application: string }) => `Choose the account that ${application} will see.`,
    leadHere: 'Choose an account.',
    another: 'Use another account',
  },
}

export const signOut = {
  title: 'Sign out?',
  asked: ({ application }: { application: string }) => `${application} asks to sign you out here as well.`,
  askedBySomebody: 'An application asks to sign you out here as well.',
  plain: 'You will have to enter your password the next time you come in.',
  submit: 'Sign out',
  stay: 'Stay signed in',
  returns: ({ host }: { host: string }) => `Afterwards you go back to ${host}.`,
  done: 'You are signed out',
  doneLead: 'Applications you used may keep you signed in until you sign out there too.',
  again: 'Sign in again',
  backTo: ({ application }: { application: string }) => `Back to ${application}`,
}

export const leaving = {
  title: ({ to }: { to: string }) => `On to ${to}`,
  lead: 'One moment. If nothing happens, use the button.',
  hinted: ({ to, application }: { to: string; application: string }) =>
    `${application} says that this is your server. Go on only if you have an account at ${to}.`,
  submit: ({ to }: { to: string }) => `Go on to ${to}`,
}
