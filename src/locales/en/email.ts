/** Pages about a person's e-mail address, and about a password that was forgotten. */
export const email = {
  title: 'E-mail',
  lead: 'Where we write to you, and what applications are told.',
  address: 'Your address',
  none: 'You have not given any.',
  state: {
    mail: ({ date }: { date: string }) => `Verified by a mail on ${date}.`,
    administrator: ({ date }: { date: string }) => `An administrator vouched for it on ${date}.`,
    configuration: ({ date }: { date: string }) =>
      `This installation’s configuration file vouches for it since ${date}.`,
    source: ({ date }: { date: string }) => `Vouched for on ${date} by where you come from.`,
    unverified:
      'Not verified yet. Some applications insist on a verified address, and only there can we help with a forgotten password.',
  },
  send: 'Send me a mail to verify it',
  pending: {
    title: 'Check your mailbox',
    lead: ({ address }: { address: string }) => `A mail is on its way to ${address}.`,
    how: 'Open the link in it while you are signed in here, or enter its code.',
    over: 'Its code has run out. The link in it still works, or ask for a new mail.',
    code: 'Code from the mail',
    submit: 'Confirm',
    again: 'Send it again',
    cancel: 'Never mind',
  },
  change: {
    title: 'Another address',
    none: 'Give an address',
    lead: 'We write to the new address first. The one you have stays until the new one is confirmed, and is told at once.',
    leadNone: 'We write to it, and it counts once you have confirmed it.',
    leadUnverified: 'We write to the new address first. It takes the place of this one once you have confirmed it.',
    field: 'New address',
    again: 'Use another address',
    againLead: 'We ask for your password first, so that nobody else can do it at your open browser.',
    submit: 'Send a mail there',
    save: 'Save',
    saved: 'Saved. The new address is not verified.',
  },
  noMail: 'This place has no mail server, so no mail can verify an address. An administrator can vouch for yours.',
  managed: 'Your account is written in this installation’s configuration file, so its address is changed there.',
  proven: 'Your address is verified.',
  prove: {
    title: ({ application }: { application: string }) => `${application} needs your e-mail address`,
    lead: 'Your account has none yet. We send a code there, so that nobody else can use it.',
    field: 'Your e-mail address',
    kept: 'It is kept for next time, and applications that you allow may learn it.',
    submit: 'Send the code',
    other: 'Use another address',
  },
  confirm: {
    title: 'Is this address yours?',
    lead: 'It becomes the address of your account, and applications may be told that it is verified.',
    submit: 'Yes, confirm it',
  },
  objection: {
    title: 'Keep this address?',
    lead: 'Do this if you did not want another e-mail address for your account.',
    what: 'Everybody who is signed in with your account is signed out. The password so far, and accounts elsewhere that were linked in these days, let nobody in any more. You choose a new password next.',
    submit: 'Keep it, and choose a new password',
  },
}

export const forgot = {
  title: 'Forgotten your password?',
  lead: 'We send a link to your verified e-mail address. With it you choose a new password.',
  submit: 'Send the link',
  sentTitle: 'Check your mailbox',
  sent: ({ duration }: { duration: string }) =>
    `If there is such an account, and its address is verified, a mail is on its way. Its link works for ${duration}.`,
  nothing:
    'Nothing there after a few minutes? Look in your spam folder, or ask whoever runs this place for a one-time link.',
  noMail: 'This place has no mail server, so it cannot send you a link.',
  noMailHow: 'Ask whoever runs it for a one-time link. With it you choose a new password.',
  back: 'Back to signing in',
}
