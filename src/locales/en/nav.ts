/** The ways through the halls. */
export const nav = {
  person: 'Your pages',
  myApps: 'My applications',
  account: 'Account',
  profile: 'Profile',
  email: 'E-mail',
  password: 'Password',
  sessions: 'Sessions',
  grants: 'What applications know',
  console: 'Console',
  signOut: 'Sign out',
  overview: 'Overview',
  applications: 'Applications',
  people: 'People',
  groups: 'Groups',
  events: 'Events',
  administration: 'Administration',
}
