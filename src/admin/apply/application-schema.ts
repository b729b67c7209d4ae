import { z } from 'zod'
import { pictureAt } from '../../accounts/pictures/keep.ts'
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
import { dexPaths } from '../../applications/issuer.ts'
import { registrationProblem, toRedirectUri } from '../../applications/redirect-uri.ts'
import { slugProblem } from '../../applications/slug.ts'
import { accessFields } from './access-schema.ts'
import { duration, groupName, isImage, line, note, oneForm, serverDomain, text, when } from './entry-forms.ts'
import { formsOf, secretForms } from './secret-forms.ts'

/** What an application's entry says. */

const webAddress = text
  .max(2000, 'is longer than 2000 characters')
  .refine((text) => /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''), {
    error: 'is not a web address. Write it whole, with https://',
  })
const icon = z
  .string()
  .trim()
  .refine((text) => text.startsWith('https://') || isImage(text) || pictureAt(text) !== undefined, {
    error: 'is neither an https address nor a data: image',
  })

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
        'global: the public address, as for everybody. application: one below /application/o/ with the slug, and the endpoints that authentik has. dex: the one that Dex had at this host, with the endpoints that Dex has. Whoever signed in by one has to sign in again by the other.',
      ),
    dexPath: z
      .string()
      .regex(dexPaths, 'is not a path such as /dex')
      .optional()
      .describe('With issuer: dex, the path of the issuer that Dex had: /dex, unless said otherwise.'),
    alsoFor: z
      .array(clientId)
      .max(100, 'has more than 100 entries')
      .optional()
      .describe(
        'Client ids of other applications: it may get ID tokens that are for them too, with the scope audience:server:client_id: and the id. Dex says the same the other way round, in trustedPeers.',
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
    answers: z
      .record(
        z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the name of a question'),
        z.string().max(2000, 'is longer than 2000 characters'),
      )
      .optional()
      .describe('What was answered to the recipe, so that what to paste can be shown again.'),
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
  .refine(...oneForm('clientSecret'))
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

export type ApplicationEntry = z.output<typeof applicationSchema>
