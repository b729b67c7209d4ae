import { z } from 'zod'
import { isForeignHandle, isForeignSubject } from '../../applications/known-as/imported.ts'
import { line, text } from './entry-forms.ts'

/** What a person brings along from another installation: who they are there, and what applications know them as. */

export const accountId = z.string().regex(/^[0-9A-Za-z]{22}$/, 'is not an id: 22 letters and digits')

export const knownAsSchema = z.strictObject({
  application: line.describe('The slug of the application.'),
  handle: z
    .string()
    .refine(isForeignHandle, { error: 'is not a name that can be read' })
    .optional()
    .describe('What it calls this person (the claim handle).'),
  subject: z
    .string()
    .refine(isForeignSubject, { error: 'is not 1 to 255 printable ASCII characters' })
    .optional()
    .describe('What it knows this person as (the claim sub), where its subjectMode is imported, username or email.'),
  mode: z
    .enum(['imported', 'username', 'email'])
    .optional()
    .describe('The subjectMode in which it does, where that is another than the application has now.'),
})

const web = text.max(2000, 'is longer than 2000 characters')

export const identitySchema = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'is not the id of a source')
    .describe('The id of the source.'),
  subject: web.describe('Who this person is there: the actor’s address in the fediverse, sub of an OpenID provider.'),
  host: line.optional().describe('The server that vouches for it.'),
  username: line.optional().describe('What they are called there.'),
  name: line.optional().describe('What they call themselves there.'),
  acct: line.optional().describe('In the fediverse, user@domain.'),
  localId: line.optional().describe('The server’s own id of them: another one is another person.'),
  madeAt: line.optional().describe('When that account was made, as the server writes it.'),
  software: line.optional().describe('What the server runs.'),
  given: z
    .strictObject({
      admin: z.boolean().optional().describe('To administer.'),
      groups: z.array(line).optional().describe('Groups.'),
    })
    .optional()
    .describe('What the person has by this identity, and loses with it.'),
})

export type KnownAsEntry = z.output<typeof knownAsSchema>
export type IdentityEntry = z.output<typeof identitySchema>
