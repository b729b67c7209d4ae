import { z } from 'zod'
import { canonicalUsername } from '../../accounts/canonical.ts'
import { isForeignHandle } from '../../applications/known-as/imported.ts'
import { type Policy, policyLimits } from '../../lib/policy.ts'
import { duration, line, when } from './entry-forms.ts'

/** What an export writes so that another machine is the same installation; hardly anybody writes it by hand. */

const goneAsSchema = z.strictObject({
  application: line.describe('The slug of the application.'),
  handle: z
    .string()
    .refine(isForeignHandle, { error: 'is not a name that can be read' })
    .optional()
    .describe('What it called this person: nobody else is ever called that there.'),
  mode: z.enum(['imported', 'username', 'email']).optional().describe('Which subjectMode that was.'),
  subjectHash: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'is not a hash')
    .optional()
    .describe('The hash of what it knew this person as: nobody else is ever known as that there.'),
})

export const departedSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[0-9A-Za-z]{22}$/, 'is not an id: 22 letters and digits')
    .describe('What applications knew the person as. Nobody else gets it.'),
  username: line
    .refine((text) => canonicalUsername(text).ok, { error: 'is not a username' })
    .describe('Nobody else is ever called this.'),
  renamed: z.boolean().optional().describe('The person is still here, and is called otherwise now.'),
  knownAs: z.array(goneAsSchema).optional().describe('What applications knew them as.'),
})

export const pictureSchema = z.strictObject({
  file: line.describe('The path of a picture (PNG), from the folder of this file. Others name it by its own address.'),
})

const within = (name: keyof Policy) => {
  const [least, most] = policyLimits[name]
  return duration
    .refine((time) => time >= least && time <= most, { error: 'is too short or too long a time' })
    .optional()
}

export const policySchema = z
  .strictObject({
    sessionIdle: within('sessionIdle').describe('A session that nobody used for so long has ended.'),
    sessionAbsolute: within('sessionAbsolute').describe('So long after the person last proved who they are it ends.'),
    eventsKeptFor: within('eventsKeptFor').describe('How long a line of the audit log is kept.'),
  })
  .refine(({ sessionIdle = 0, sessionAbsolute = sessionIdle }) => sessionIdle <= sessionAbsolute, {
    error: 'has a sessionIdle that is longer than sessionAbsolute',
    when,
  })

export type DepartedEntry = z.output<typeof departedSchema>
