import { z } from 'zod'
import { pictureAt } from '../../accounts/pictures/keep.ts'
import { longestExpression } from '../../expressions/compile.ts'
import { asymmetric } from '../../sources/openid/metadata.ts'
import { presetNames } from '../../sources/openid/presets.ts'
import { clientAuths, emailTrusts, pkceUses, takings, userinfoUses } from '../../sources/openid/settings.ts'
import { firstSignIns } from '../../sources/settings.ts'
import { isImage, line, text, when } from './entry-forms.ts'
import { secretForms } from './secret-forms.ts'

const address = text
  .max(2000, 'is longer than 2000 characters')
  .refine((url) => URL.canParse(url) && /^https?:\/\/[^/]/.test(url), {
    error: 'is not an address that begins with https://',
  })

const endpoint = (what: string) =>
  address.optional().describe(`${what}, where discovery does not say it, or says it wrongly.`)

const expression = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(longestExpression, `is longer than ${longestExpression} characters`)
  .optional()

const taking = z.enum(takings as [string, ...string[]]).optional() as z.ZodOptional<
  z.ZodEnum<{ ignore: 'ignore'; suggest: 'suggest'; always: 'always' }>
>

const names = (about: string) => z.array(line).max(200, 'has more than 200 entries').optional().describe(about)

export const openidSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'is not small letters, digits and hyphens')
      .refine((id) => id !== 'fediverse', { error: 'is the fediverse’s' })
      .describe(
        'Its name in addresses: people come back to /sources/…/callback with it in the middle, which the provider has to know.',
      ),
    kind: z.literal('openid').describe('What sort of source it is.'),
    preset: z.enum(presetNames).optional().describe('What is usual with this provider; every field may say otherwise.'),
    name: line.optional().describe('What people read on its button.'),
    icon: z
      .string()
      .trim()
      .refine((text) => isImage(text) || pictureAt(text) !== undefined, { error: 'is no data: image' })
      .optional()
      .describe('A picture for its button: a data: image, or iconFile.'),
    iconFile: line.optional().describe('The path of a picture of at most 29 kB, from the folder of this file.'),
    position: z.int().min(0).max(1000).optional().describe('Its place among the ways in; the lowest comes first.'),
    protocol: z
      .enum(['openid', 'oauth'])
      .optional()
      .describe('oauth: there is no ID token, and userinfo is all there is.'),
    issuer: address.optional().describe('The provider’s own name for itself; its metadata are below it.'),
    issuerAlias: address
      .optional()
      .describe('What it calls itself in metadata and tokens, where that is something else.'),
    discovery: z
      .boolean()
      .optional()
      .describe('Whether its metadata are read. Without, its endpoints have to be said here.'),
    discoveryUrl: address.optional().describe('Where its metadata are, when that is not below the issuer.'),
    authorizationEndpoint: endpoint('Where people are sent'),
    tokenEndpoint: endpoint('Where codes are exchanged'),
    userinfoEndpoint: endpoint('Where claims are asked'),
    jwksUri: endpoint('Where its keys are'),
    endSessionEndpoint: endpoint('Where people sign out'),
    emailsEndpoint: address.optional().describe('With protocol: oauth, where addresses are asked, as at GitHub.'),
    groupsEndpoint: address.optional().describe('With protocol: oauth, where groups are asked, as at GitHub.'),
    clientId: line.optional().describe('What the provider knows this installation as.'),
    ...secretForms('clientSecret', 'What proves that; a private key with clientAuth: private_key_jwt.'),
    clientAuth: z.enum(clientAuths).optional().describe('How it is proven.'),
    scopes: z.array(line).max(50, 'has more than 50 entries').optional().describe('What is asked for.'),
    authorizeParameters: z
      .record(line, z.string().max(1000, 'is longer than 1000 characters'))
      .optional()
      .describe('Sent along when people leave for the provider.'),
    prompt: line.optional().describe('The OpenID parameter of that name: login, select_account ...'),
    acrValues: line.optional().describe('The OpenID parameter acr_values.'),
    responseMode: z.enum(['query', 'form_post']).optional().describe('How the answer comes back.'),
    forwardLoginHint: z.boolean().optional().describe('Whether the provider is told whom an application expects.'),
    pkce: z.enum(pkceUses).optional().describe('auto: unless the provider says that it knows other methods only.'),
    nonce: z.boolean().optional().describe('Whether a nonce is sent, and has to come back.'),
    algorithms: z
      .array(z.enum(asymmetric as [string, ...string[]]))
      .optional()
      .describe('What ID tokens may be signed with; what the provider says when empty.'),
    leeway: z.int().min(0).max(300).optional().describe('Seconds that clocks may differ by.'),
    userinfo: z.enum(userinfoUses).optional().describe('Whether claims are asked at the userinfo endpoint.'),
    ca: z
      .string()
      .max(100_000, 'is longer than 100000 characters')
      .optional()
      .describe('Certificates (PEM) that the provider’s own may be signed by.'),
    caFile: z
      .string()
      .min(1, 'is empty')
      .optional()
      .describe('The path of a file with them, from the folder of this file.'),
    timeout: z.int().min(1).max(60).optional().describe('Seconds that one answer may take.'),
    uidField: line.optional().describe('The claim that people are known by for ever: sub, unless there is a reason.'),
    usernameAttribute: line.optional().describe('The claim that a username is suggested by.'),
    nameClaim: line.optional().describe('The claim with the name people read.'),
    emailClaim: line.optional().describe('The claim with the address.'),
    pictureClaim: line.optional().describe('The claim with the picture’s address.'),
    groupsClaim: line
      .optional()
      .describe('The claim with the groups: texts, objects with a name, or one text; realm_access.roles is a path.'),
    rolesClaim: line.optional().describe('A claim with roles, for allowedRoles, adminRoles and roleGroups.'),
    mapping: z
      .strictObject({
        username: expression.describe('Gives a text: the username to suggest.'),
        name: expression.describe('Gives a text: the name people read.'),
        email: expression.describe('Gives a text: the address.'),
        picture: expression.describe('Gives a text: the picture’s address.'),
        groups: expression.describe('Gives a list of texts: the groups.'),
      })
      .optional()
      .describe('CEL expressions over claims, each in the place of a claim.'),
    take: z
      .strictObject({
        username: taking.describe('What becomes of the username.'),
        name: taking.describe('What becomes of the name.'),
        email: taking.describe('What becomes of the address.'),
        picture: taking.describe('What becomes of the picture.'),
        groups: taking.describe('What becomes of the groups.'),
      })
      .optional()
      .describe(
        'What becomes of a field: nothing (ignore), used once and changed here (suggest), or at each sign-in (always).',
      ),
    emailTrust: z
      .enum(emailTrusts)
      .optional()
      .describe('Whether an address counts as verified: as the provider says, always, or nobody comes in without.'),
    groupsFilter: line.optional().describe('A pattern (RE2) that a whole group name has to match to be taken.'),
    groupsPrefix: z
      .string()
      .max(60, 'is longer than 60 characters')
      .optional()
      .describe('Put before the name of each group that is taken.'),
    allowedGroups: names('Only people in one of these groups may come; empty for everybody.'),
    adminGroups: names('People in one of these groups administer, and stop when they leave it.'),
    allowedRoles: names('The same by rolesClaim; * is everybody.'),
    adminRoles: names('The same by rolesClaim.'),
    roleGroups: z
      .record(line, line)
      .optional()
      .describe(
        'A value of rolesClaim, and the group here that whoever has it is in. They are taken as take.groups says, and at each sign-in where that says nothing.',
      ),
    linkExisting: z
      .boolean()
      .optional()
      .describe(
        'Whether people are linked to an account by an address that both sides have verified. For moving in, and not for long.',
      ),
    linkExistingUntil: z
      .union([
        z.literal('never'),
        z.string().refine((day) => !Number.isNaN(Date.parse(day)), { error: 'is not a day such as 2026-12-31' }),
      ])
      .optional()
      .describe(
        'The day on which that ends: 30 days from when it is switched on, unless said otherwise; never for no end.',
      ),
    skipVerification: z
      .boolean()
      .optional()
      .describe('Audience, expiry and issuer are not looked at. For finding out what is wrong.'),
    forceSkipVerification: z.boolean().optional().describe('Needed for skipVerification where people come by https.'),
    firstSignIn: z
      .enum(firstSignIns)
      .exclude(['servers'])
      .optional()
      .describe(
        'Who may come for the first time: everyone, whoever is invited, or nobody who has not linked it (linked).',
      ),
    autoRedirect: z
      .boolean()
      .optional()
      .describe(
        'Whether people are sent on without a click where this is the only source. /sign-in?with=password shows the page.',
      ),
    signOutThere: z.boolean().optional().describe('Whether whoever signs out here is sent to sign out there.'),
    legacySubject: z
      .strictObject({
        kind: z.literal('dex').describe('What made the sub: dex.'),
        connector: line.describe('Its id in Dex.'),
        by: z
          .literal('username')
          .optional()
          .describe('It knew people by their username there (useLoginAsID), and not by what stays.'),
      })
      .optional()
      .describe('Applications knew these people by what another provider made of the subject.'),
    disabled: z.boolean().optional().describe('Whether nobody can come this way.'),
  })
  .refine(({ ca, caFile }) => ca === undefined || caFile === undefined, {
    error: 'has ca and caFile: one is enough',
    when,
  })
  .refine(({ icon, iconFile }) => icon === undefined || iconFile === undefined, {
    error: 'has both icon and iconFile. Keep one',
    when,
  })

export type OpenidEntry = z.output<typeof openidSchema>
