import { plural } from '../format.ts'

const minutes = (n: number): string => `${n} ${plural('en', n, { one: 'minute', other: 'minutes' })}`

/** Pages on which people make themselves an account. */
export const signUp = {
  title: 'Create an account',
  at: ({ place }: { place: string }) => `at ${place}`,
  atThen: ({ place, application }: { place: string; application: string }) => `at ${place}, then on to ${application}`,
  onward: ({ application }: { application: string }) => `Then you go on to ${application}.`,
  invited: ({ place }: { place: string }) => `You are invited to ${place}`,
  invitedLead: 'Create your account. From then on you sign in with it.',
  joinTitle: ({ place }: { place: string }) => `You are invited at ${place}`,
  joinLead: 'You have an account here already. With it you join:',
  joinSubmit: 'Join',
  joinedTitle: 'You have joined',
  joinedLead: 'You are now in:',
  joinNothing:
    'You have an account here already, and this invitation gives you nothing that you do not have. It has not been used.',
  joinOther: 'Is it for somebody else? Sign out first',
  looked: 'An administrator looks at every new account before it can be used.',
  name: 'Name',
  nameHint: 'As other people read it. It may stay empty.',
  email: 'E-mail',
  emailBound: 'The invitation is for this address.',
  emailMail: 'We send a mail there. With the link in it you go on.',
  username: 'Username',
  usernameHint: 'You sign in with it. Leave it empty, and we suggest one.',
  suggested: 'How about this one? Any other will do too.',
  unfit: ({ applications }: { applications: string }) =>
    `${applications} could not take this name as it is. Use letters from a to z, digits and underscores, and no title such as admin.`,
  password: 'Password',
  submit: 'Create my account',
  submitMail: 'Send me the mail',
  haveOne: 'I have an account already',
  limited: ({ minutes: n }: { minutes: number }) =>
    `That was often enough for now. Wait ${minutes(n)}, then try again.`,
  sentTitle: 'Check your mailbox',
  sent: ({ duration }: { duration: string }) =>
    `A mail is on its way. With the link in it you choose your password, and then you have an account. It works for ${duration}.`,
  sentNothing: 'Nothing there after a few minutes? Look in your spam folder, or send the form again.',
  confirmTitle: 'Choose your password',
  confirmLead: 'Your address is confirmed. This is the last step.',
  waitingTitle: 'Your account waits for approval',
  waiting: 'An administrator looks at it before it can be used.',
  waitingMail: 'We write to you as soon as that is done.',
  waitingNoMail: 'Try to sign in in a day or two.',
  chooseTitle: 'Choose a username',
  chooseLead: 'Applications know you by it, and many never forget it. Take one that you like.',
  chooseSubmit: 'Take this one',
}
