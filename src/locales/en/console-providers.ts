import { formatNumber, plural } from '../format.ts'
import { consoleProviderForm } from './console-provider-form.ts'

/** OpenID providers as ways in, in the console. */
export const consoleProviders = {
  title: 'OpenID providers',
  lead: 'People sign in with an account at Google, GitLab, Keycloak, authentik, Dex, another Portico and others.',
  none: 'None yet.',
  add: 'Add a provider',
  addTitle: 'Add a provider',
  addLead:
    'Register Portico there first, with the address below as its redirect URI. What it gives you goes into this form.',
  editLead: 'How people come in from there. What is set here can be said in portico.yaml as well.',
  iconLead: 'It stands on the button. Without one there is the first letter of the name.',
  on: 'on',
  off: 'off',
  fails: 'last sign-in failed',
  edit: 'Settings',
  saved: 'Saved.',
  presetLead: 'Which one is it?',
  other: 'Another OpenID provider',
  id: 'Name in addresses',
  idHint: 'Small letters, digits and hyphens. It cannot be changed later.',
  issuerHint: ({ example }: { example: string }) => `The address that the provider is known by, such as \`${example}\``,
  secret: 'Client secret',
  secretKept: 'Leave it empty to keep the one that is stored.',
  redirectUri: 'Redirect URI',
  addresses: 'What the provider needs to know',
  addressesLead: 'Register these there, letter by letter. Most ask for the first only.',
  logoutUri: 'Back-channel logout URI',
  signedOutUri: 'Post-logout redirect URI',
  isOn: 'People can come this way',
  linkWarning: ({ date }: { date: string }) =>
    `Until ${date} whoever has an address at this provider gets the account here that has it too. Switch it off when everybody has come.`,
  linkWarningForever:
    'Whoever has an address at this provider gets the account here that has it too, without an end. Switch it off when everybody has come.',
  skipWarning:
    'What this provider says is not verified (skipVerification). Whoever has any token of it can come in as its person.',
  form: consoleProviderForm,
  fields: {
    username: 'Username',
    name: 'Name',
    email: 'E-mail',
    picture: 'Picture',
    groups: 'Groups',
  },
  save: 'Save',
  tests: 'Test',
  testLead: 'Asks the provider for what it says of itself, as the first sign-in does.',
  test: 'Test it',
  worked: 'It answers, and says what is needed.',
  keys: ({ count }: { count: number }) => (count === 1 ? 'one key' : `${count} keys`),
  faults: {
    unreachable: 'It does not answer.',
    other_issuer:
      'It calls itself otherwise. Copy the issuer from what it says, or write that name below as what it calls itself:',
    not_metadata: 'There is something, and it is not what an OpenID provider says of itself. Check the issuer.',
    no_endpoint: 'It does not say where people are sent, where codes are exchanged, or where its keys are.',
    address: 'The issuer is no address that can be gone to.',
    no_secret: 'There is no client secret, or no key opens it any more. Type it again.',
    keys: 'Its keys cannot be read.',
  },
  trouble: ({ ago }: { ago: string }) => `The last sign-in failed ${ago}.`,
  troubles: {
    unreachable: 'The provider did not answer.',
    not_set_up:
      'The provider does not know this place as it is set up here. Check the issuer, the client ID, the secret and the redirect URI.',
    mixed_up: 'What came back is not what was asked for.',
    unproven:
      'The token does not hold: its issuer, audience, time, nonce or signature is not what it has to be by the settings here.',
    incomplete: 'The provider does not say a claim that is needed.',
    broken: 'The provider answered with an error, or with what makes no sense.',
    encrypted:
      'The provider encrypts what it says. Signed answers are read here, encrypted ones are not: switch encryption of ID tokens and userinfo off for this client there.',
  },
  preview: 'Who somebody would be',
  previewLead: 'Paste the claims of an ID token, as JSON, to see what would become of them. Nothing is stored.',
  claims: 'Claims',
  previewSubmit: 'Show',
  notJson: 'This is not a JSON object.',
  missing: ({ claim }: { claim: string }) => `Nobody comes in: the claim “${claim}” is missing.`,
  shown: {
    subject: 'Known by',
    verified: 'verified',
    unverified: 'not verified',
    groupsThere: 'Groups there',
    groups: 'Groups here',
    admitted: 'May come in',
    administrator: 'Administers',
    nobody: 'Nothing',
  },
  deleteLead: 'Nobody comes in by it any more, and whoever came by it is signed out.',
  deletion: {
    title: ({ name }: { name: string }) => `Delete ${name}?`,
    nobody: 'Nobody has come by it yet.',
    people: ({ count }: { count: number }) =>
      `${plural('en', count, { one: 'One person has', other: `${formatNumber('en', count)} people have` })} come by it, or linked it.`,
    lead: 'They are signed out at once, and lose the groups and powers that they have by it. Their accounts stay.',
    nameStays: 'Its name in addresses stays taken, so that rules never mean another provider by accident.',
    stranded: ({ count }: { count: number }) =>
      `${plural('en', count, { one: 'One person has', other: `${formatNumber('en', count)} people have` })} no other way in: no password, and nothing else that is linked. Somebody who administers has to send them a link.`,
    strands: 'Leave them without a way in',
    unsaid: 'Some people have no other way in. Tick this if that is meant.',
    yourself: 'You have no other way in yourself. Give yourself a password first, or link something else.',
    used: 'Rules of these applications name it. Without it they would mean something else, so change them first:',
  },
  problems: {
    required: 'This is needed.',
    malformed: 'This cannot be used.',
    taken: 'There is a source of this name.',
    gone: 'A provider of this name was deleted, and it had another issuer. Rules may mean that one still: take another name.',
    unsafe: 'People come here by https. If it has to be, tick the next one too, and both off again soon.',
  },
}
