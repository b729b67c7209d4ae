import type { Person } from './accounts/sessions.ts'
import {
  account,
  changedAccount,
  deleteAccountForm,
  deletedAccount,
  endedAccountSessions,
  madeLink,
  revokedAccountGrant,
  switchedAccount,
} from './admin/console/account.ts'
import { accounts, createdAccount, newAccount } from './admin/console/accounts.ts'
import {
  applicationPage,
  changedApplication,
  deleteApplicationForm,
  deletedApplication,
  newSecret,
  switchedApplication,
} from './admin/console/application.ts'
import { applications, createdApplication, newApplication } from './admin/console/applications.ts'
import { branding, changedBranding, changedLogo } from './admin/console/branding.ts'
import { checkedApplication } from './admin/console/check.ts'
import { askRecipe, chooseRecipe, connectedRecipe } from './admin/console/connect.ts'
import { eventPage, events } from './admin/console/events.ts'
import { eventsAsCsv, eventsAsJson } from './admin/console/events-export.ts'
import {
  changedGroup,
  changedMembers,
  createdGroup,
  deletedGroup,
  deleteGroupForm,
  group,
  groups,
  newGroup,
} from './admin/console/groups.ts'
import { createdInvitation, newInvitation } from './admin/console/invitation-new.ts'
import { invitations, revokedInvitation } from './admin/console/invitations.ts'
import { changedLinks } from './admin/console/legal-links.ts'
import { mail, testedMail } from './admin/console/mail.ts'
import { overview } from './admin/console/overview.ts'
import { changedIcon, removedAvatar } from './admin/console/pictures.ts'
import { changedLimits, settings } from './admin/console/settings.ts'
import { changedSignUp } from './admin/console/sign-up-part.ts'
import { changedUsernames, usernames } from './admin/console/usernames.ts'
import { approvedAccount, declineAccountForm, declinedAccount, waiting } from './admin/console/waiting.ts'
import { healthz, metricsHere, readyz } from './http/health.ts'
import { type Route, routing } from './http/route.ts'
import { discovery, doubledDiscovery } from './protocol/endpoints/discovery.ts'
import { introspection } from './protocol/endpoints/introspection.ts'
import { jwks } from './protocol/endpoints/jwks.ts'
import { revocation } from './protocol/endpoints/revocation.ts'
import { token } from './protocol/endpoints/token.ts'
import { userinfo } from './protocol/endpoints/userinfo.ts'
import { changedAvatar } from './web/account/avatar.ts'
import { data, dataCopy } from './web/account/data.ts'
import { deletedOwn, deleteOwnForm } from './web/account/delete.ts'
import { grants, revokedGrant } from './web/account/grants.ts'
import { changedPassword, password } from './web/account/password.ts'
import { changedProfile, profile } from './web/account/profile.ts'
import { reset, wasReset } from './web/account/reset.ts'
import { endedSessions, sessions } from './web/account/sessions.ts'
import { changedUsername, username } from './web/account/username.ts'
import { avatar } from './web/avatars.ts'
import { consent, consented } from './web/consent/consent.ts'
import { confirmEmail, confirmedEmail } from './web/email/confirm.ts'
import { changedEmail, email, provedEmail } from './web/email/email.ts'
import { forgot, forgotten } from './web/email/forgot.ts'
import { objected, objection } from './web/email/objection.ts'
import { assets, brandStylesheet } from './web/files.ts'
import { installationIcon } from './web/icon.ts'
import { launch } from './web/my-apps/launch.ts'
import { myApps } from './web/my-apps/my-apps.ts'
import { completedSetUp, setUp } from './web/setup/setup.ts'
import { authorizeByGet, authorizeByPost } from './web/signin/authorize.ts'
import { chooseAccount, choseAccount } from './web/signin/choose-account.ts'
import { signedIn, signIn } from './web/signin/sign-in.ts'
import { endSessionByGet, endSessionByPost, signedOut, signedOutByForm, signOut } from './web/signin/sign-out.ts'
import { chooseUsername, choseUsername } from './web/signup/choose-username.ts'
import { finish, finished } from './web/signup/finish.ts'
import { invite, joined } from './web/signup/invite.ts'
import { signedUp, signUp } from './web/signup/sign-up.ts'
import { beganTryIt, triedIt, tryIt } from './web/try-it/try-it.ts'
import type { WebWorld } from './web/world.ts'

const { administrator, anyone, application, form, person } = routing<WebWorld, Person>()

/** Every URL of the product. A route that is not here does not exist; who may call it is said here and nowhere else. */
export const routes: readonly Route<WebWorld, Person>[] = [
  // Applications
  anyone('GET', '/authorize', authorizeByGet),
  anyone('POST', '/authorize', authorizeByPost),
  anyone('GET', '/.well-known/openid-configuration', discovery, { cors: true }),
  anyone('GET', '/.well-known/oauth-authorization-server', discovery, { cors: true }),
  anyone('GET', '/.well-known/openid-configuration/.well-known/openid-configuration', doubledDiscovery),
  anyone('GET', '/jwks', jwks, { cors: true }),
  application('POST', '/token', token, { cors: true }),
  application('GET', '/userinfo', userinfo, { cors: true }),
  application('POST', '/userinfo', userinfo, { cors: true }),
  application('POST', '/revoke', revocation, { cors: true }),
  application('POST', '/introspect', introspection),
  anyone('GET', '/end-session', endSessionByGet),
  anyone('POST', '/end-session', endSessionByPost),

  // The way in and out
  anyone('GET', '/setup/:link', setUp),
  form('POST', '/setup/:link', completedSetUp),
  anyone('GET', '/sign-in', signIn),
  form('POST', '/sign-in', signedIn),
  anyone('GET', '/choose-account', chooseAccount),
  form('POST', '/choose-account', choseAccount),
  anyone('GET', '/consent', consent),
  form('POST', '/consent', consented),
  anyone('GET', '/sign-out', signOut),
  form('POST', '/sign-out', signedOutByForm),
  anyone('GET', '/signed-out', signedOut),
  anyone('GET', '/reset/:link', reset),
  form('POST', '/reset/:link', wasReset),
  anyone('GET', '/forgot', forgot),
  form('POST', '/forgot', forgotten),
  anyone('GET', '/objection/:link', objection),
  form('POST', '/objection/:link', objected),
  anyone('GET', '/invite/:link', invite),
  form('POST', '/invite/:link', joined),
  anyone('GET', '/sign-up', signUp),
  form('POST', '/sign-up', signedUp),
  anyone('GET', '/sign-up/confirm/:link', finish),
  form('POST', '/sign-up/confirm/:link', finished),
  person('GET', '/choose-username', chooseUsername),
  person('POST', '/choose-username', choseUsername),

  // People
  person('GET', '/', myApps),
  person('GET', '/application/launch/:slug', launch),
  person('GET', '/account', profile),
  person('POST', '/account', changedProfile),
  person('POST', '/account/avatar', changedAvatar, { files: true }),
  person('GET', '/account/email', email),
  person('POST', '/account/email', changedEmail),
  person('POST', '/account/email/code', provedEmail),
  person('GET', '/account/email/confirm/:link', confirmEmail),
  person('POST', '/account/email/confirm/:link', confirmedEmail),
  person('GET', '/account/username', username),
  person('POST', '/account/username', changedUsername),
  person('GET', '/account/password', password),
  person('POST', '/account/password', changedPassword),
  person('GET', '/account/sessions', sessions),
  person('POST', '/account/sessions', endedSessions),
  person('GET', '/account/applications', grants),
  person('POST', '/account/applications', revokedGrant),
  person('GET', '/account/data', data),
  person('GET', '/account/data/copy', dataCopy),
  person('GET', '/account/delete', deleteOwnForm),
  person('POST', '/account/delete', deletedOwn),

  // What an application is given
  person('GET', '/try-it', tryIt),
  person('POST', '/try-it', beganTryIt),
  person('GET', '/try-it/callback', triedIt),

  // Whoever keeps it running
  anyone('GET', '/healthz', healthz),
  anyone('GET', '/readyz', readyz),
  anyone('GET', '/metrics', metricsHere),

  // The console
  administrator('GET', '/console', overview),
  administrator('GET', '/console/applications', applications),
  administrator('GET', '/console/applications/new', newApplication),
  administrator('POST', '/console/applications/new', createdApplication),
  administrator('GET', '/console/applications/:application', applicationPage),
  administrator('POST', '/console/applications/:application', changedApplication),
  administrator('POST', '/console/applications/:application/secret', newSecret),
  administrator('POST', '/console/applications/:application/state', switchedApplication),
  administrator('POST', '/console/applications/:application/icon', changedIcon, { files: true }),
  administrator('GET', '/console/applications/:application/delete', deleteApplicationForm),
  administrator('POST', '/console/applications/:application/delete', deletedApplication),
  administrator('GET', '/console/applications/:application/check', checkedApplication),
  administrator('GET', '/console/connect', chooseRecipe),
  administrator('GET', '/console/connect/:recipe', askRecipe),
  administrator('POST', '/console/connect/:recipe', connectedRecipe),
  administrator('GET', '/console/people', accounts),
  administrator('GET', '/console/people/new', newAccount),
  administrator('POST', '/console/people/new', createdAccount),
  administrator('GET', '/console/people/waiting', waiting),
  administrator('GET', '/console/people/:account', account),
  administrator('POST', '/console/people/:account', changedAccount),
  administrator('POST', '/console/people/:account/link', madeLink),
  administrator('POST', '/console/people/:account/sessions', endedAccountSessions),
  administrator('POST', '/console/people/:account/grants', revokedAccountGrant),
  administrator('POST', '/console/people/:account/state', switchedAccount),
  administrator('POST', '/console/people/:account/avatar', removedAvatar),
  administrator('GET', '/console/people/:account/delete', deleteAccountForm),
  administrator('POST', '/console/people/:account/delete', deletedAccount),
  administrator('GET', '/console/usernames', usernames),
  administrator('POST', '/console/usernames', changedUsernames),
  administrator('POST', '/console/people/:account/approve', approvedAccount),
  administrator('GET', '/console/people/:account/decline', declineAccountForm),
  administrator('POST', '/console/people/:account/decline', declinedAccount),
  administrator('GET', '/console/groups', groups),
  administrator('GET', '/console/groups/new', newGroup),
  administrator('POST', '/console/groups/new', createdGroup),
  administrator('GET', '/console/groups/:group', group),
  administrator('POST', '/console/groups/:group', changedGroup),
  administrator('POST', '/console/groups/:group/members', changedMembers),
  administrator('GET', '/console/groups/:group/delete', deleteGroupForm),
  administrator('POST', '/console/groups/:group/delete', deletedGroup),
  administrator('GET', '/console/mail', mail),
  administrator('POST', '/console/mail', testedMail),
  administrator('GET', '/console/settings', settings),
  administrator('POST', '/console/settings/sign-up', changedSignUp),
  administrator('POST', '/console/settings/limits', changedLimits),
  administrator('POST', '/console/settings/links', changedLinks),
  administrator('GET', '/console/branding', branding),
  administrator('POST', '/console/branding', changedBranding),
  administrator('POST', '/console/branding/logo', changedLogo, { files: true }),
  administrator('GET', '/console/invitations', invitations),
  administrator('GET', '/console/invitations/new', newInvitation),
  administrator('POST', '/console/invitations/new', createdInvitation),
  administrator('POST', '/console/invitations/:invitation/revoke', revokedInvitation),
  administrator('GET', '/console/events', events),
  administrator('GET', '/console/events.csv', eventsAsCsv),
  administrator('GET', '/console/events.json', eventsAsJson),
  administrator('GET', '/console/events/:event', eventPage),

  // What pages are made with
  anyone('GET', '/assets/:file', assets),
  anyone('GET', '/brand.css', brandStylesheet),
  anyone('GET', '/avatars/:file', avatar),
  anyone('GET', '/icon', installationIcon),
]
