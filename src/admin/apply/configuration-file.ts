import { z } from 'zod'
import { canonicalEmail, canonicalUsername } from '../../accounts/canonical.ts'
import { isKnownHash } from '../../accounts/passwords/known-hash.ts'
import { signUpModes } from '../../accounts/sign-up/sign-up-mode.ts'
import { readAvatar, readLocale } from '../../accounts/text.ts'
import {
  grantTypes,
  issuerModes,
  missingEmails,
  newcomersTaken,
  subjectModes,
  uidFields,
  usernameRules,
} from '../../applications/application.ts'
import { scopesSupported } from '../../applications/claims.ts'
import { isClientSecretHash } from '../../applications/client-secret.ts'
import { registrationProblem, toRedirectUri } from '../../applications/redirect-uri.ts'
import { slugProblem } from '../../applications/slug.ts'
import { isOutboundTarget } from '../../lib/outbound-target.ts'
import { accessFields } from './access-schema.ts'
import { accountId, identitySchema, knownAsSchema } from './brought-along.ts'
import { line, serverDomain, text, when } from './entry-forms.ts'
import { formsOf, secretForms } from './secret-forms.ts'
import { instanceRuleSchema, sourceSchema } from './source-schema.ts'

/**
 * `portico.yaml`: what an operator writes down instead of clicking. Names and meaning of every field are here; the JSON Schema
 * for editors (`portico.schema.json`) is made from this. A field that is absent is left as it is.
 */

const note = z.string().max(500, 'is longer than 500 characters')

const username = line.refine((text) => canonicalUsername(text).ok, {
  error: 'is not a username: letters of one script, digits, and _ . - between them; at most 64 characters',
})
const email = line.refine((text) => canonicalEmail(text).ok, { error: 'is not an e-mail address' })
const locale = line.refine((text) => readLocale(text).ok, { error: 'is not a language, such as en or de-AT' })
const picture = z
  .string()
  .trim()
  .refine((text) => readAvatar(text).ok, { error: 'is neither an https address nor a path of this installation' })

const webAddress = text
  .max(2000, 'is longer than 2000 characters')
  .refine((text) => /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''), {
    error: 'is not a web address. Write it whole, with https://',
  })
const isImage = (text: string): boolean => /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/.test(text)
const icon = z
  .string()
  .trim()
  .refine((text) => text.startsWith('https://') || isImage(text), {
    error: 'is neither an https address nor a data: image',
  })

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, 'is not a length of time. Write 90s, 10m, 1h or 30d')
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units])

const redirectSentences = {
  not_absolute: 'is not a whole address. Write it with https:// and the host',
  fragment: 'has a fragment (#), which redirect addresses never have',
  harmful_scheme: 'would run or read something in the browser',
  user_info: 'has a user name or password in it',
  bad_characters: 'has white space, a control character or a backslash in it',
  pattern_host: 'does not begin with https:// and a host that stands for itself: https://app\\.example\\.org/',
  bad_pattern: 'is not a regular expression, or has | outside of parentheses',
  private_scheme_needs_dot:
    'has a scheme without a dot. A native application’s own scheme is a reversed domain name, such as org.example.app',
} as const

/** Plain http beyond the machine is the operator's own decision here; `plan` warns of it. */
const redirectUri = text.max(2000, 'is longer than 2000 characters').superRefine((uri, context) => {
  const problem = registrationProblem(uri, { allowHttp: true })
  if (problem !== undefined && problem !== 'http_needs_loopback') {
    context.addIssue({ code: 'custom', message: redirectSentences[problem] })
  }
})
const matchedUri = z
  .strictObject({
    match: z
      .enum(['exact', 'regex'])
      .describe('regex compares the whole address with a regular expression (RE2); its host stands for itself.'),
    uri: text
      .max(500, 'is longer than 500 characters')
      .describe('An address, or for regex https://app\\.example\\.org/ and an expression for what follows.'),
  })
  .superRefine((written, context) => {
    const problem = registrationProblem(toRedirectUri(written), { allowHttp: true })
    if (problem !== undefined && problem !== 'http_needs_loopback') {
      context.addIssue({ code: 'custom', path: ['uri'], message: redirectSentences[problem] })
    }
  })

const slugSentences = {
  required: 'is empty',
  too_long: 'is too long',
  bad_slug: 'is not a slug: small letters, digits and - between them',
  reserved: 'is a name that addresses of Portico itself have',
}
const slug = z.string().superRefine((text, context) => {
  const problem = slugProblem(text)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: slugSentences[problem] })
})
const clientId = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'has white space or characters outside ASCII in it')
  .regex(/^[^:%+"\\]*$/, 'has one of : % + " \\ in it, which programs encode in different ways')
const groupName = line.max(100, 'is longer than 100 characters')

const one = (secret: string) =>
  [
    (entry: object) => formsOf(entry, secret).length <= 1,
    { error: `has more than one of ${secret}, ${secret}Env, ${secret}File and ${secret}Hash. Keep one`, when },
  ] as const

export const accountSchema = z
  .strictObject({
    id: accountId
      .optional()
      .describe('What applications know the person as who are told no other sub. Only of an account that is new here.'),
    username: username.describe('What the person signs in with. It finds the account; the file never renames one.'),
    name: line.optional().describe('What people call this person. The username without it.'),
    email: email.optional().describe('Mail goes there, and applications are told.'),
    emailVerified: z
      .boolean()
      .optional()
      .describe('Whether you vouch for the address: applications let people in by a verified one.'),
    ...secretForms('password', 'The first password. Set only while the account has none; people change their own.'),
    passwordHash: z
      .string()
      .refine(isKnownHash, { error: 'is not a password hash that Portico can check' })
      .optional()
      .describe('A hash of the first password: argon2, bcrypt or Django’s PBKDF2.'),
    admin: z.boolean().optional().describe('Whether this person administers the installation.'),
    groups: z
      .array(groupName)
      .optional()
      .describe('Exactly the groups this person is in; ones that are missing are made.'),
    locale: locale.optional().describe('The language of pages and mail, such as en or de.'),
    avatar: picture.optional().describe('A picture: an https address, or a path of this installation.'),
    disabled: z.boolean().optional().describe('Whether the account is shut.'),
    knownAs: z
      .array(knownAsSchema)
      .optional()
      .describe('What applications knew the person as before, so that they go on to. It replaces nothing they know.'),
    identities: z
      .array(identitySchema)
      .optional()
      .describe('Who the person is elsewhere, so that they come in from there. None is taken away.'),
  })
  .refine(...one('password'))

export const groupSchema = z.union([
  groupName,
  z.strictObject({
    name: groupName.describe('It finds the group, whatever its case.'),
    description: note.optional().describe('For other administrators.'),
  }),
])

export const applicationSchema = z
  .strictObject({
    slug: slug.describe('A short name for addresses. It finds the application; the file never renames one.'),
    name: line.optional().describe('What people read. The slug without it.'),
    recipe: z
      .string()
      .regex(/^[a-z0-9-]{1,50}$/, 'is not the name of a recipe')
      .optional()
      .describe('How it is connected: the name of a recipe, or generic.'),
    clientId: clientId.optional().describe('The slug without it.'),
    ...secretForms(
      'clientSecret',
      'What the application proves itself with. It replaces any other secret of the application.',
    ),
    clientSecretHash: z
      .string()
      .refine(isClientSecretHash, {
        error: 'is not a hash. Write sha256: and the 64 hexadecimal digits of the secret’s SHA-256',
      })
      .optional()
      .describe('sha256: and the hexadecimal SHA-256 of a long random secret.'),
    public: z
      .boolean()
      .optional()
      .describe(
        'Whether the application cannot keep a secret (it runs in a browser or on a telephone). It then needs PKCE.',
      ),
    redirectUris: z
      .array(z.union([redirectUri, matchedUri]))
      .optional()
      .describe('Where people are sent back to; compared letter for letter, unless an entry says regex.'),
    postLogoutRedirectUris: z.array(redirectUri).optional().describe('Where people may be sent after signing out.'),
    backchannelLogoutUri: webAddress
      .optional()
      .describe('Where the application is told that a session has ended (OpenID Connect Back-Channel Logout).'),
    issuer: z
      .enum(issuerModes)
      .optional()
      .describe(
        'global: the public address, as for everybody. application: one below /application/o/ with the slug, and the endpoints that authentik has. dex: one below /dex, with the endpoints that Dex has. Whoever signed in by one has to sign in again by the other.',
      ),
    consent: z
      .enum(['explicit', 'implicit'])
      .optional()
      .describe('explicit asks each person once; implicit, for your own applications, asks nobody.'),
    pkce: z
      .enum(['required', 'optional'])
      .optional()
      .describe('Whether a sign-in without PKCE is refused. Public applications always need it.'),
    signingAlgorithm: z
      .enum(['RS256', 'ES256', 'EdDSA'])
      .optional()
      .describe('How its ID tokens are signed. Every application understands RS256.'),
    accessGroups: z
      .array(groupName)
      .optional()
      .describe('Only members of one of these groups may enter; everybody when empty.'),
    ...accessFields,
    allowedScopes: z
      .array(z.enum(scopesSupported))
      .optional()
      .describe('What it may be told at most: other scopes are ignored. Everything when empty.'),
    allowedGrants: z
      .array(z.enum(grantTypes))
      .min(1, 'is empty: nobody could sign in')
      .optional()
      .describe('What it may exchange for tokens. Without refresh_token there is no lasting access.'),
    subjectMode: z
      .enum(subjectModes)
      .optional()
      .describe(
        'What sub is: opaque (random), uuid, or the username or verified e-mail address of the first sign-in, or what was imported. Changing it makes strangers of people who have signed in.',
      ),
    usernameRule: z
      .enum(usernameRules)
      .optional()
      .describe('Which names the application takes: the claim handle is made by it, once for each person.'),
    uidField: z
      .enum(uidFields)
      .optional()
      .describe('The claim by which the application recognises people. It is used in warnings only.'),
    assertEmailVerified: z
      .boolean()
      .optional()
      .describe('Tells it that addresses are verified which an administrator, this file or an import has set.'),
    newcomers: z
      .enum(newcomersTaken)
      .optional()
      .describe(
        'Whom it takes in who comes from the fediverse for the first time: as-installation, everyone, people of newcomerServers (servers), whoever has an invitation (invited), or only people who linked it to their account (linked).',
      ),
    newcomerServers: z
      .array(serverDomain)
      .optional()
      .describe('With newcomers: servers, the domains whose people it takes; each covers what is below it.'),
    missingEmail: z
      .enum(missingEmails)
      .optional()
      .describe(
        'What becomes of people without an e-mail address: they come in without (none), are asked for one and confirm it (ask), get one under placeholderEmailDomain (placeholder), or are refused (refuse).',
      ),
    bridge: z
      .boolean()
      .optional()
      .describe(
        'Whether people only pass through from the fediverse: straight to the address field, no sign-in of this installation, and preferred_username is user@domain.',
      ),
    accessTokenLifetime: duration.optional().describe('How long an access token is good: 90s, 10m, 1h or 30d.'),
    idTokenLifetime: duration.optional().describe('How long an ID token is good.'),
    refreshTokenIdle: duration.optional().describe('How long a refresh token is good that is not used.'),
    refreshTokenLifetime: duration.optional().describe('How long a chain of refresh tokens is good at most.'),
    description: note.optional().describe('A sentence for My applications.'),
    launchUrl: webAddress.optional().describe('Where My applications leads to.'),
    icon: icon
      .optional()
      .describe('A data: image. An https address is kept, but pages show no picture from other places.'),
    iconFile: line.optional().describe('The path of a picture of at most 29 kB, from the folder of this file.'),
    group: line.max(100, 'is longer than 100 characters').optional().describe('Its heading among My applications.'),
    openInNewTab: z.boolean().optional().describe('Whether My applications opens it in a new tab.'),
    hidden: z.boolean().optional().describe('Not shown among My applications; access is not affected.'),
    disabled: z.boolean().optional().describe('Whether nobody may sign in to it.'),
  })
  .refine(...one('clientSecret'))
  .refine((application) => application.public !== true || formsOf(application, 'clientSecret').length === 0, {
    error: 'has a secret although it is public. Remove one of the two',
    when,
  })
  .refine((application) => application.accessGroups === undefined || application.accessRules === undefined, {
    error: 'has both accessGroups and accessRules. Keep one',
    when,
  })
  .refine((application) => application.icon === undefined || application.iconFile === undefined, {
    error: 'has both icon and iconFile. Keep one',
    when,
  })
  .refine((application) => application.public !== true || application.pkce !== 'optional', {
    error: 'is public, so its PKCE is required',
    when,
  })

const logo = z
  .string()
  .trim()
  .refine((text) => /^\/(?![/\\])[\x21-\x7e]*$/.test(text) || isImage(text), {
    error: 'is neither a path of this installation nor a data: image',
  })
const link = text.refine((text) => /^(?:https?:\/\/|mailto:|\/(?!\/))/i.test(text), {
  error: 'is neither a web address, a mailto: address nor a path of this installation',
})

export const brandingSchema = z.strictObject({
  name: line.optional().describe('What the installation is called on its pages.'),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour. Write # and six hexadecimal digits')
    .optional()
    .describe('The accent colour; contrast is corrected where it would be too low.'),
  logo: logo.optional().describe('In place of Portico’s mark: a path of this installation or a data: image.'),
  links: z
    .array(z.strictObject({ label: line.describe('What people read.'), href: link.describe('Where it leads.') }))
    .optional()
    .describe('At the foot of pages: privacy, help, imprint.'),
})

export const configurationSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors: where portico.schema.json is.'),
  accounts: z.array(accountSchema).optional().describe('People.'),
  groups: z.array(groupSchema).optional().describe('Groups of people; a name alone is enough.'),
  applications: z.array(applicationSchema).optional().describe('What people sign in to.'),
  sources: z.array(sourceSchema).optional().describe('Where people come from who have no account here.'),
  instanceRules: z
    .array(instanceRuleSchema)
    .optional()
    .describe('Which fediverse servers may send people, and which may not.'),
  branding: brandingSchema.optional().describe('How the installation looks.'),
  outbound: z
    .strictObject({
      allow: z
        .array(line.refine(isOutboundTarget, { error: 'is not a place to go. Write host:port or http://host:port' }))
        .optional()
        .describe('Places Portico may ask although they are not public, not on port 443 or without TLS.'),
    })
    .optional()
    .describe('Where Portico itself may go.'),
  signUp: z
    .strictObject({
      mode: z
        .enum(signUpModes)
        .optional()
        .describe(
          'Who may make themselves an account: nobody (closed), whoever has an invitation, everybody whose address a mail has confirmed (open), or everybody, and an administrator approves each (approval).',
        ),
    })
    .optional()
    .describe('How people sign up.'),
  publicClients: z
    .strictObject({
      allowed: z
        .boolean()
        .optional()
        .describe(
          'Any website may have people sign in whose client id is an https address with client metadata. People see its domain, and are asked each time.',
        ),
    })
    .optional()
    .describe('Applications that nobody registered.'),
})

export type ConfigurationFile = z.output<typeof configurationSchema>
export type AccountEntry = z.output<typeof accountSchema>
export type ApplicationEntry = z.output<typeof applicationSchema>
