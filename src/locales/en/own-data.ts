/** What people keep here of themselves: a picture, a copy of everything, and the way out. */
export const ownData = {
  picture: {
    title: 'Picture',
    lead: 'Applications that you let see your profile show it too.',
    file: 'A picture from this device',
    hint: 'JPEG, PNG, WebP, GIF or AVIF, at most 10 MB. It is cut to a square, and what the camera wrote into it is left out.',
    kinds: 'JPEG, PNG, WebP, GIF or AVIF, at most 10 MB.',
    submit: 'Use this picture',
    set: 'Your picture is here. Applications see it at your next sign-in.',
  },
  title: 'Your data',
  lead: 'What is kept about you here, to take with you or to be rid of.',
  export: {
    title: 'A copy of everything',
    lead: 'One file with your account, sessions, what applications may know, and what happened. No passwords and no keys are in it. Programs can read it (JSON).',
    submit: 'Download the copy',
    again: 'Enter your password, then download',
    againLead: 'Your password is asked for first, so that nobody takes a copy while you are away.',
  },
  delete: {
    title: 'Delete your account',
    lead: 'Your account and everything kept about you here goes, at once and for good.',
    link: 'Delete my account',
    formTitle: ({ name }: { name: string }) => `Delete the account of ${name}?`,
    what: {
      gone: 'You are signed out everywhere, and nobody can bring the account back, also not an administrator.',
      applications: ({ count }: { count: number }) =>
        count === 0
          ? 'Applications can no longer ask about you.'
          : count === 1
            ? 'The application that knows you learns nothing more. What you have there stays until you delete it there: do that first, you cannot sign in to it afterwards.'
            : `The ${count} applications that know you learn nothing more. What you have there stays until you delete it there: do that first, you cannot sign in to them afterwards.`,
      name: ({ username }: { username: string }) =>
        `The name ${username} stays reserved, so that nobody is ever taken for you. Nothing else is kept but the log, which runs out.`,
    },
    submit: 'Delete for good',
    managed:
      'Your account is written in this installation’s configuration file. Whoever runs it can take it out there.',
    last: 'You are the last administrator. Make somebody else one first.',
    doneTitle: 'Your account is deleted',
    done: 'You are signed out everywhere. Goodbye, and thank you for having been here.',
  },
}
