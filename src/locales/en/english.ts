import { account } from './account.ts'
import { connect } from './connect.ts'
import { consent } from './consent.ts'
import { console } from './console.ts'
import { moveIn } from './console-import.ts'
import { email, forgot } from './email.ts'
import { errors } from './errors.ts'
import { eventDetails } from './event-details.ts'
import { eventOutcomes, events } from './events.ts'
import { fediverse } from './fediverse.ts'
import { mail } from './mail.ts'
import { moving } from './moving.ts'
import { myApps } from './my-apps.ts'
import { nav } from './nav.ts'
import { openid } from './openid.ts'
import { ownData } from './own-data.ts'
import { problemTitles } from './problem-titles.ts'
import { problems } from './problems.ts'
import { branding, icons, settings } from './settings.ts'
import { setup } from './setup.ts'
import { leaving, signIn, signOut } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { tryIt } from './try-it.ts'
import { undo } from './undo.ts'
import { usernames } from './usernames.ts'
import { words } from './words.ts'

export const english = {
  /** BCP 47; also what dates and numbers are formatted by. */
  tag: 'en',
  /** The language's name in itself. */
  name: 'English',
  words,
  nav,
  signIn,
  signOut,
  signUp,
  leaving,
  consent,
  setup,
  account,
  email,
  forgot,
  fediverse,
  mail,
  moving,
  moveIn,
  myApps,
  openid,
  ownData,
  settings,
  branding,
  icons,
  errors,
  problems,
  problemTitles,
  events,
  eventDetails,
  eventOutcomes,
  console,
  undo,
  usernames,
  connect,
  tryIt,
}
