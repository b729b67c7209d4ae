/** Mails. Each is read on its own, so it says where it comes from, and what to do about one that nobody asked for. */
export const mail = {
  greeting: ({ name }: { name: string }) => `Hello ${name},`,
  hello: 'Hello,',
  address: 'If the button does not work, open this address:',
  foot: ({ place, host }: { place: string; host: string }) =>
    `${place} at ${host} wrote this by itself. Nobody reads answers to it.`,
  ask: 'If you know nothing of this, tell whoever runs this place.',
  emailConfirm: {
    subject: ({ place }: { place: string }) => `Confirm your e-mail address for ${place}`,
    lead: ({ place, address }: { place: string; address: string }) =>
      `${address} was entered as an e-mail address at ${place}. If that was you, confirm it:`,
    submit: 'Confirm the address',
    ends: ({ duration }: { duration: string }) => `It works once, for ${duration}, where you are signed in.`,
    code: ({ duration }: { duration: string }) =>
      `Or enter this code where you asked for this mail, within ${duration}:`,
    otherwise: 'If it was not you, do nothing: then nobody can use your address there.',
  },
  emailAsked: {
    subject: ({ place }: { place: string }) => `Your e-mail address at ${place} is about to change`,
    lead: ({ next, place }: { next: string; place: string }) =>
      `Somebody who is signed in as you at ${place} asked for the e-mail address of your account to become ${next}.`,
    fine: 'If that was you, there is nothing to do here. The new address takes over when it is confirmed.',
    otherwise:
      'If it was not you, stop it. This address stays yours, everybody is signed out, and you choose a new password.',
    submit: 'That was not me',
    ends: ({ duration }: { duration: string }) => `It works once, for ${duration}.`,
  },
  emailChanged: {
    subject: ({ place }: { place: string }) => `Your e-mail address at ${place} has changed`,
    lead: ({ next, place }: { next: string; place: string }) =>
      `The e-mail address of your account at ${place} is now ${next}. This is the last mail to this one.`,
    leadUnnamed: ({ place }: { place: string }) =>
      `The e-mail address of your account at ${place} was changed. This is the last mail to this one.`,
    otherwise:
      'If it was not you, take it back. This address is yours again, everybody is signed out, and you choose a new password.',
    submit: 'That was not me',
    ends: ({ duration }: { duration: string }) => `It works once, for ${duration}.`,
  },
  usernameChanged: {
    subject: ({ place }: { place: string }) => `Your username at ${place} has changed`,
    lead: ({ from, to, place }: { from: string; to: string; place: string }) =>
      `At ${place} your username was ${from} and is now ${to}. From now on you sign in with the new one.`,
  },
  identityLinked: {
    subject: ({ place }: { place: string }) => `Another way to sign in to your account at ${place}`,
    lead: ({ handle, place }: { handle: string; place: string }) =>
      `${handle} was linked to your account at ${place}. Whoever signs in with it is in.`,
    otherwise: 'If it was not you, unlink it at once, and choose another password if you have one:',
    submit: 'See your ways to sign in',
  },
  identityUnlinked: {
    subject: ({ place }: { place: string }) => `One way less to sign in to your account at ${place}`,
    lead: ({ handle, place }: { handle: string; place: string }) =>
      `${handle} is no longer linked to your account at ${place}. Nobody signs in with it any more.`,
  },
  passwordLink: {
    subject: ({ place }: { place: string }) => `Choose a new password for ${place}`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `Here you choose a new password for ${username} at ${place}.`,
    submit: 'Choose a password',
    ends: ({ duration }: { duration: string }) => `It works once, for ${duration}.`,
    otherwise: 'If you did not ask for it, do nothing: your password stays as it is.',
  },
  passwordChanged: {
    subject: ({ place }: { place: string }) => `Your password at ${place} has changed`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `The password of ${username} at ${place} was changed, and everybody who was signed in elsewhere is signed out.`,
    otherwise: 'If it was not you, choose another one at once:',
    submit: 'Choose another password',
  },
  invitation: {
    subject: ({ place }: { place: string }) => `You are invited to ${place}`,
    lead: ({ place }: { place: string }) => `Somebody who runs ${place} invites you to make yourself an account there.`,
    submit: 'Make my account',
    ends: ({ duration }: { duration: string }) => `It works once, for ${duration}.`,
    otherwise: 'If you do not want one, do nothing: there is no account until you make it.',
  },
  signUp: {
    subject: ({ place }: { place: string }) => `Your account at ${place}`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `An account at ${place} with the username ${username} was asked for with this address. If that was you, go on here:`,
    leadUnnamed: ({ place }: { place: string }) =>
      `An account at ${place} was asked for with this address. If that was you, go on here:`,
    submit: 'Choose a password',
    ends: ({ duration }: { duration: string }) =>
      `It works once, for ${duration}. Until then the username is kept for you.`,
    otherwise: 'If it was not you, do nothing: then there is no account.',
  },
  signUpKnown: {
    subject: ({ place }: { place: string }) => `You have an account at ${place} already`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `A new account at ${place} was asked for with this address. You have one there already: ${username}.`,
    submit: 'Sign in',
    otherwise:
      'If it was not you, do nothing: nothing has changed. Forgotten passwords are helped with where you sign in.',
  },
  accountWaiting: {
    subject: ({ place }: { place: string }) => `An account at ${place} waits for you`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `Somebody has made the account ${username} at ${place} and confirmed its address. They cannot sign in before an administrator has approved it.`,
    leadUnnamed: ({ place }: { place: string }) =>
      `Somebody has made an account at ${place} and confirmed its address. They cannot sign in before an administrator has approved it.`,
    submit: 'Approve or decline',
  },
  approved: {
    subject: ({ place }: { place: string }) => `Your account at ${place} is approved`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `You can now sign in at ${place} as ${username}.`,
    submit: 'Sign in',
  },
  declined: {
    subject: ({ place }: { place: string }) => `Your account at ${place} was declined`,
    lead: ({ place }: { place: string }) =>
      `Whoever runs ${place} has declined the account that you asked for. What you entered is deleted.`,
  },
  accountDeleted: {
    subject: ({ place }: { place: string }) => `Your account at ${place} is deleted`,
    lead: ({ username, place }: { username: string; place: string }) =>
      `The account ${username} at ${place} is deleted, with everything kept about you there. It cannot be brought back, and nobody else ever gets its name. This is the last mail.`,
  },
  test: {
    subject: ({ place }: { place: string }) => `A test mail from ${place}`,
    lead: ({ place }: { place: string }) => `Mail from ${place} arrives here. There is nothing to do.`,
  },
}
