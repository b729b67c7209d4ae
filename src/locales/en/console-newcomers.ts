/** How an application takes people who come from the fediverse. */
export const consoleNewcomers = {
  title: 'People from the fediverse',
  newcomers: 'Whom it takes who is new',
  newcomersHint: 'At their first sign-in there. Whoever has been in stays in.',
  choices: {
    'as-installation': 'Whoever the installation takes',
    everyone: 'Everybody from the fediverse',
    servers: 'People of these servers',
    invited: 'Whoever has an invitation',
    linked: 'Only people with an account here who linked theirs',
  },
  servers: 'Servers',
  serversHint: 'One domain on each line; what is below it counts too.',
  missingEmail: 'People without an e-mail address',
  missingEmailHint: 'The fediverse gives none, and some applications refuse people who have none.',
  missingEmails: {
    none: 'Come in without one',
    ask: 'Are asked for one once, and confirm it by mail',
    placeholder: 'Get one at your own placeholder domain',
    refuse: 'Are told that they cannot come in',
  },
  bridge: 'Only a bridge to the fediverse',
  bridgeHint:
    'People go straight to the address field and on: no sign-in kept here, no account pages. preferred_username is their proven user@domain.',
}
