import { z } from 'zod'
import { canonicalEmail, canonicalUsername } from '../../accounts/canonical.ts'
import { isKnownHash } from '../../accounts/passwords/known-hash.ts'
import { signUpModes } from '../../accounts/sign-up/sign-up-mode.ts'
import { readAvatar, readLocale } from '../../accounts/text.ts'
import { isOutboundTarget } from '../../lib/outbound-target.ts'
import { applicationSchema } from './application-schema.ts'
import { accountId, identitySchema, knownAsSchema } from './brought-along.ts'
import { groupName, isImage, line, note, oneForm, text } from './entry-forms.ts'
import { departedSchema, pictureSchema, policySchema } from './kept-schema.ts'
import { secretForms } from './secret-forms.ts'
import { instanceRuleSchema, sourceSchema } from './source-schema.ts'

/**
 * `portico.yaml`: what an operator writes down instead of clicking. Names and meaning of every field are here; the JSON Schema
 * for editors (`portico.schema.json`) is made from this. A field that is absent is left as it is.
 */

const username = line.refine((text) => canonicalUsername(text).ok, {
  error: 'is not a username: letters of one script, digits, and _ . - between them; at most 64 characters',
})
const email = line.refine((text) => canonicalEmail(text).ok, { error: 'is not an e-mail address' })
const locale = line.refine((text) => readLocale(text).ok, { error: 'is not a language, such as en or de-AT' })
const picture = z
  .string()
  .trim()
  .refine((text) => readAvatar(text).ok, { error: 'is neither an https address nor a path of this installation' })

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
    awaiting: z.boolean().optional().describe('Of an account that is new here: it is shut until somebody approves it.'),
    cameBy: z
      .enum(['source', 'invitation'])
      .optional()
      .describe('Of an account that is new here: it began with a first sign-in from elsewhere.'),
    usernameMadeUp: z
      .boolean()
      .optional()
      .describe('Of an account that is new here: the person is asked for a username of their own.'),
    knownAs: z
      .array(knownAsSchema)
      .optional()
      .describe('What applications knew the person as before, so that they go on to. It replaces nothing they know.'),
    identities: z
      .array(identitySchema)
      .optional()
      .describe('Who the person is elsewhere, so that they come in from there. None is taken away.'),
  })
  .refine(...oneForm('password'))

export const groupSchema = z.union([
  groupName,
  z.strictObject({
    name: groupName.describe('It finds the group, whatever its case.'),
    description: note.optional().describe('For other administrators.'),
  }),
])

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
  departed: z
    .array(departedSchema)
    .optional()
    .describe('People who are gone, or are called otherwise now: what was theirs is nobody else’s, ever.'),
  pictures: z.array(pictureSchema).optional().describe('Pictures that accounts, applications and branding name.'),
  policy: policySchema.optional().describe('How long things last.'),
  usernames: z
    .strictObject({ mayChange: z.boolean().optional().describe('Whether people may change their own username.') })
    .optional()
    .describe('What people are called.'),
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
