import type { Person } from './accounts/sessions/sessions.ts'
import { healthz, metricsHere, readyz } from './http/health.ts'
import { later, type Route, routing } from './http/route.ts'
import { dexDiscovery } from './protocol/endpoints/dex-issuer.ts'
import { discovery, doubledDiscovery } from './protocol/endpoints/discovery.ts'
import { introspection } from './protocol/endpoints/introspection.ts'
import { jwks } from './protocol/endpoints/jwks.ts'
import { ownDiscovery, ownDoubledDiscovery, ownJwks } from './protocol/endpoints/own-issuer.ts'
import { revocation } from './protocol/endpoints/revocation.ts'
import { token } from './protocol/endpoints/token.ts'
import { userinfo } from './protocol/endpoints/userinfo.ts'
import { avatar } from './web/avatars.ts'
import { consent, consented } from './web/consent/consent.ts'
import { assets, brandStylesheet } from './web/files.ts'
import { installationIcon } from './web/icon.ts'
import { myApps } from './web/my-apps/my-apps.ts'
import { authorizeByGet, authorizeByPost } from './web/signin/authorize.ts'
import { chooseAccount, choseAccount } from './web/signin/choose-account.ts'
import { signedIn, signIn } from './web/signin/sign-in.ts'
import {
  endSessionByGet,
  endSessionByPost,
  ownEndSessionByGet,
  ownEndSessionByPost,
  signedOut,
  signedOutByForm,
  signOut,
} from './web/signin/sign-out.ts'
import type { WebWorld } from './web/world.ts'

// Pages that few visits are for are read when the first one comes: a start does not wait for them, nor keep them.
const {
  account,
  changedAccount,
  deleteAccountForm,
  deletedAccount,
  endedAccountSessions,
  madeLink,
  revokedAccountGrant,
  switchedAccount,
} = later(() => import('./console/people/account.ts'))
const { accounts, createdAccount, newAccount } = later(() => import('./console/people/accounts.ts'))
const {
  applicationPage,
  changedApplication,
  deleteApplicationForm,
  deletedApplication,
  newSecret,
  switchedApplication,
} = later(() => import('./console/applications/application.ts'))
const { applications, createdApplication, newApplication } = later(
  () => import('./console/applications/applications.ts'),
)
const { accessPage, changedAccess } = later(() => import('./console/access/access.ts'))
const { branding, changedBranding, changedLogo } = later(() => import('./console/settings/branding.ts'))
const { checkedApplication, mendedApplication } = later(() => import('./console/applications/check.ts'))
const { askRecipe, chooseRecipe, connectedRecipe } = later(() => import('./console/applications/connect.ts'))
const { eventPage, events } = later(() => import('./console/events.ts'))
const { eventsAsCsv, eventsAsJson } = later(() => import('./console/events-export.ts'))
const { changedGroup, changedMembers, createdGroup, deletedGroup, deleteGroupForm, group, groups, newGroup } = later(
  () => import('./console/people/groups.ts'),
)
const { createdInvitation, newInvitation } = later(() => import('./console/people/invitation-new.ts'))
const { invitations, revokedInvitation } = later(() => import('./console/people/invitations.ts'))
const { changedLinks } = later(() => import('./console/settings/legal-links.ts'))
const { acceptedIdentity } = later(() => import('./console/people/identities-part.ts'))
const { serverTest, testedServer } = later(() => import('./console/sources/server-test.ts'))
const { registeredAgain, server, servers } = later(() => import('./console/sources/servers.ts'))
const { changedSources, sources } = later(() => import('./console/sources/sources.ts'))
const {
  changedProvider,
  changedProviderIcon,
  createdProvider,
  newProvider,
  previewedProvider,
  provider,
  testedProvider,
} = later(() => import('./console/sources/providers.ts'))
const { deletedProvider, deleteProviderForm } = later(() => import('./console/sources/provider-deletion.ts'))
const { addedRule, allowedAsCsv, deniedAsCsv, newRule, removedRule, rules } = later(
  () => import('./console/sources/rules.ts'),
)
const { importedList, importList, readList } = later(() => import('./console/sources/rule-import.ts'))
const { moveIn, movedIn, readMoveIn } = later(() => import('./console/settings/import.ts'))
const { mail, testedMail } = later(() => import('./console/settings/mail.ts'))
const { overview } = later(() => import('./console/overview.ts'))
const { undone } = later(() => import('./console/undo.ts'))
const { changedIcon, removedAvatar } = later(() => import('./console/pictures.ts'))
const { changedLimits, settings } = later(() => import('./console/settings/settings.ts'))
const { changedPublicClients } = later(() => import('./console/settings/public-clients-part.ts'))
const { changedSignUp } = later(() => import('./console/settings/sign-up-part.ts'))
const { changedUsernames, usernames } = later(() => import('./console/applications/usernames.ts'))
const { approvedAccount, declineAccountForm, declinedAccount, waiting } = later(
  () => import('./console/people/waiting.ts'),
)
const { changedAvatar, undoneOwn } = later(() => import('./web/account/avatar.ts'))
const { data, dataCopy } = later(() => import('./web/account/data.ts'))
const { deletedOwn, deleteOwnForm } = later(() => import('./web/account/delete.ts'))
const { grants, revokedGrant } = later(() => import('./web/account/grants.ts'))
const { changedPassword, password } = later(() => import('./web/account/password.ts'))
const { changedProfile, profile } = later(() => import('./web/account/profile.ts'))
const { identities, unlinkedIdentity } = later(() => import('./web/account/identities.ts'))
const { reset, wasReset } = later(() => import('./web/account/reset.ts'))
const { endedSessions, sessions } = later(() => import('./web/account/sessions.ts'))
const { changedUsername, username } = later(() => import('./web/account/username.ts'))
const { confirmEmail, confirmedEmail } = later(() => import('./web/email/confirm.ts'))
const { changedEmail, email, provedEmail } = later(() => import('./web/email/email.ts'))
const { forgot, forgotten } = later(() => import('./web/email/forgot.ts'))
const { objected, objection } = later(() => import('./web/email/objection.ts'))
const { proveEmail, provedOnTheWay } = later(() => import('./web/email/prove.ts'))
const { launch } = later(() => import('./web/my-apps/launch.ts'))
const { completedSetUp, setUp } = later(() => import('./web/setup/setup.ts'))
const { chooseUsername, choseUsername } = later(() => import('./web/signup/choose-username.ts'))
const { finish, finished } = later(() => import('./web/signup/finish.ts'))
const { invite, joined } = later(() => import('./web/signup/invite.ts'))
const { signedUp, signUp } = later(() => import('./web/signup/sign-up.ts'))
const { arrivalPicture } = later(() => import('./web/arrival/arrival-picture.ts'))
const { arrivedAt, wentIn } = later(() => import('./web/arrival/arrive.ts'))
const { cameBack, cameBackByPost } = later(() => import('./web/arrival/callback.ts'))
const { departed, forgotServer } = later(() => import('./web/sources/depart.ts'))
const { departedToProvider } = later(() => import('./web/sources/to-provider.ts'))
const { heardSignOut } = later(() => import('./web/sources/upstream-sign-out.ts'))
const { beganTryIt, triedIt, tryIt } = later(() => import('./web/try-it/try-it.ts'))
const { clientDocument } = later(() => import('./web/sources/client-document.ts'))

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

  // The same, at the addresses that authentik has; what is for all comes before what is for one
  anyone('GET', '/application/o/authorize', authorizeByGet),
  anyone('POST', '/application/o/authorize', authorizeByPost),
  application('POST', '/application/o/token', token, { cors: true }),
  application('GET', '/application/o/userinfo', userinfo, { cors: true }),
  application('POST', '/application/o/userinfo', userinfo, { cors: true }),
  application('POST', '/application/o/revoke', revocation, { cors: true }),
  application('POST', '/application/o/introspect', introspection),
  anyone('GET', '/application/o/:slug', ownDiscovery, { cors: true }),
  anyone('GET', '/application/o/:slug/.well-known/openid-configuration', ownDiscovery, { cors: true }),
  anyone('GET', '/application/o/:slug/.well-known/oauth-authorization-server', ownDiscovery, { cors: true }),
  anyone('GET', '/.well-known/oauth-authorization-server/application/o/:slug', ownDiscovery, { cors: true }),
  anyone(
    'GET',
    '/application/o/:slug/.well-known/openid-configuration/.well-known/openid-configuration',
    ownDoubledDiscovery,
  ),
  anyone('GET', '/application/o/:slug/jwks', ownJwks, { cors: true }),
  anyone('GET', '/application/o/:slug/end-session', ownEndSessionByGet),
  anyone('POST', '/application/o/:slug/end-session', ownEndSessionByPost),

  // The same, at the addresses that Dex has: below an issuer of its own, and, where Dex had this very address, beside it
  anyone('GET', '/dex/.well-known/openid-configuration', dexDiscovery, { cors: true }),
  anyone('GET', '/dex/auth', authorizeByGet),
  anyone('POST', '/dex/auth', authorizeByPost),
  application('POST', '/dex/token', token, { cors: true }),
  application('POST', '/dex/token/introspect', introspection),
  application('GET', '/dex/userinfo', userinfo, { cors: true }),
  application('POST', '/dex/userinfo', userinfo, { cors: true }),
  application('POST', '/dex/revoke', revocation, { cors: true }),
  anyone('GET', '/dex/keys', jwks, { cors: true }),
  anyone('GET', '/auth', authorizeByGet),
  anyone('POST', '/auth', authorizeByPost),
  anyone('GET', '/keys', jwks, { cors: true }),
  application('POST', '/token/introspect', introspection),

  // The one address that a guide for Auth0 has people write, twice
  anyone('GET', '/mastodon_login', authorizeByGet),
  anyone('POST', '/mastodon_login', authorizeByPost),

  // The way in and out
  anyone('GET', '/setup/:link', setUp),
  form('POST', '/setup/:link', completedSetUp),
  anyone('GET', '/sign-in', signIn),
  form('POST', '/sign-in', signedIn),
  form('POST', '/sources/fediverse', departed),
  form('POST', '/sources/fediverse/forget', forgotServer),
  form('POST', '/sources/:source', departedToProvider),
  anyone('GET', '/sources/:source/callback', cameBack),
  anyone('POST', '/sources/:source/callback', cameBackByPost),
  application('POST', '/sources/:source/backchannel-logout', heardSignOut),
  anyone('GET', '/fediverse/callback/:server', cameBack),
  anyone('GET', '/arrive', arrivedAt),
  form('POST', '/arrive', wentIn),
  anyone('GET', '/arrive/picture', arrivalPicture),
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
  person('GET', '/prove-email', proveEmail),
  person('POST', '/prove-email', provedOnTheWay),

  // People
  person('GET', '/', myApps),
  person('GET', '/application/launch/:slug', launch),
  person('GET', '/account', profile),
  person('POST', '/account', changedProfile),
  person('POST', '/account/avatar', changedAvatar, { files: true }),
  person('POST', '/account/undo', undoneOwn),
  person('GET', '/account/email', email),
  person('POST', '/account/email', changedEmail),
  person('POST', '/account/email/code', provedEmail),
  person('GET', '/account/email/confirm/:link', confirmEmail),
  person('POST', '/account/email/confirm/:link', confirmedEmail),
  person('GET', '/account/username', username),
  person('POST', '/account/username', changedUsername),
  person('GET', '/account/password', password),
  person('POST', '/account/password', changedPassword),
  person('GET', '/account/identities', identities),
  person('POST', '/account/identities', unlinkedIdentity),
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
  administrator('POST', '/console/undo', undone),
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
  administrator('GET', '/console/applications/:application/access', accessPage),
  administrator('POST', '/console/applications/:application/access', changedAccess),
  administrator('GET', '/console/applications/:application/check', checkedApplication),
  administrator('POST', '/console/applications/:application/mend', mendedApplication),
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
  administrator('POST', '/console/people/:account/identities', acceptedIdentity),
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
  administrator('GET', '/console/sources', sources),
  administrator('POST', '/console/sources', changedSources),
  administrator('GET', '/console/sources/new', newProvider),
  administrator('POST', '/console/sources/new', createdProvider),
  administrator('GET', '/console/sources/:source', provider),
  administrator('POST', '/console/sources/:source', changedProvider),
  administrator('POST', '/console/sources/:source/test', testedProvider),
  administrator('POST', '/console/sources/:source/preview', previewedProvider),
  administrator('POST', '/console/sources/:source/icon', changedProviderIcon, { files: true }),
  administrator('GET', '/console/sources/:source/delete', deleteProviderForm),
  administrator('POST', '/console/sources/:source/delete', deletedProvider),
  administrator('GET', '/console/servers', servers),
  administrator('GET', '/console/servers/test', serverTest),
  administrator('POST', '/console/servers/test', testedServer),
  administrator('GET', '/console/servers/:server', server),
  administrator('POST', '/console/servers/:server/register', registeredAgain),
  administrator('GET', '/console/rules', rules),
  administrator('GET', '/console/rules/denied.csv', deniedAsCsv),
  administrator('GET', '/console/rules/allowed.csv', allowedAsCsv),
  administrator('GET', '/console/rules/new', newRule),
  administrator('POST', '/console/rules/new', addedRule),
  administrator('POST', '/console/rules/remove', removedRule),
  administrator('GET', '/console/rules/import', importList),
  administrator('POST', '/console/rules/import', readList, { files: true }),
  administrator('POST', '/console/rules/import/apply', importedList),
  administrator('GET', '/console/import', moveIn),
  administrator('POST', '/console/import', readMoveIn, { files: true }),
  administrator('POST', '/console/import/apply', movedIn),
  administrator('GET', '/console/mail', mail),
  administrator('POST', '/console/mail', testedMail),
  administrator('GET', '/console/settings', settings),
  administrator('POST', '/console/settings/sign-up', changedSignUp),
  administrator('POST', '/console/settings/public-clients', changedPublicClients),
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
  anyone('GET', '/fediverse/client/:server', clientDocument, { cors: true }),
  anyone('GET', '/icon', installationIcon),
]
