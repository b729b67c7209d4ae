export const setup = {
  title: 'Open the doors',
  lead: 'This creates the first administrator. The link works once, for whoever holds it.',
  name: 'Your name',
  nameHint: 'As other people will read it.',
  username: 'Username',
  usernameHint: 'For signing in. Letters and digits; dots, dashes and underscores between them.',
  email: 'E-mail',
  password: 'Password',
  passwordHint: ({ minimum }: { minimum: number }) =>
    `At least ${minimum} characters. Four unrelated words are easy to keep in mind and hard to guess.`,
  submit: 'Create my account',
  awaiting: {
    title: 'This place is not set up yet',
    lead: 'Portico is running, and waits for its first administrator.',
    where: 'When it started, it printed a set-up link in its terminal or its log. Open that link.',
    lost: 'Nowhere to be found? Restart Portico, and it prints a new one.',
    oldLink: 'This link does not work any more: Portico has printed a newer one.',
  },
}
