/** The relying party that is built in, for looking at what applications are given. */
export const tryIt = {
  title: 'Try it',
  lead: 'Sign in as an application would have you sign in, and see what it is given.',
  explain:
    'You go through the real sign-in, by the same addresses as every application. What comes back is shown to you, judged by what each kind of application demands, and thrown away.',
  begin: 'Sign in and look',
  again: 'Once more',
  name: 'Try it',
  verdicts: 'Who would accept this',
  verdictsLead: 'Computed from the sign-in of this moment.',
  mend: 'Mend this',
  idToken: 'ID token',
  idTokenLead: ({ algorithm }: { algorithm: string }) => `Signed with ${algorithm}, and the signature is right.`,
  userinfo: 'Userinfo',
  userinfoLead: 'What the access token opens. It has been revoked since.',
  noUserinfo: 'Userinfo did not answer.',
  response: 'Token response',
  header: 'Header',
  raw: 'The ID token as it was sent',
  failed: 'An application would be told that this sign-in failed',
  lost: 'This attempt is over. Begin once more.',
}
