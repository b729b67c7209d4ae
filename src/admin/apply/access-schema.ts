import { z } from 'zod'
import { ruleKinds } from '../../applications/access.ts'
import { longestExpression } from '../../expressions/compile.ts'
import { line } from './entry-forms.ts'

/** What an application's entry says of access rules, claim mappings and roles. */

const expression = z.string().trim().min(1, 'is empty').max(longestExpression, 'is too long')

const ruleSchema = z.strictObject({
  kind: z
    .enum(ruleKinds)
    .describe('Members of a group, one account, people of a source, people of a server, or an expression.'),
  value: z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(longestExpression, 'is too long')
    .describe(
      'The name of the group, the username, the id of the source, the domain (with what is below it), or the expression (CEL), which gives true or false.',
    ),
  negate: z.boolean().optional().describe('The rule is met by everybody whom it does not name.'),
  enabled: z.boolean().optional().describe('false: the rule counts as if it were not there.'),
})

const groupName = line.max(100, 'is longer than 100 characters')

/** The fields of an application that are about what it is told, and whom it lets in. */
export const accessFields = {
  accessRules: z
    .strictObject({
      match: z
        .enum(['any', 'all'])
        .optional()
        .describe('Whether one rule is enough (any, as without it) or all count.'),
      rules: z.array(ruleSchema).describe('Without any rule everybody may enter.'),
    })
    .optional()
    .describe('Who may enter, where accessGroups is not enough.'),
  claimMappings: z
    .array(
      z.strictObject({
        scope: line.describe('With which scope the claims are told: profile, email, groups, or a name of your own.'),
        expression: expression.describe('An expression (CEL) that gives a map from names of claims to their values.'),
      }),
    )
    .optional()
    .describe('Claims for this application alone. They may replace others, but none of the protocol.'),
  roles: z
    .array(
      z.strictObject({
        value: line.max(100, 'is longer than 100 characters').describe('What the application calls the role.'),
        groups: z.array(groupName).min(1, 'is empty').describe('Members of any of these groups have it.'),
      }),
    )
    .optional()
    .describe('What people are in this application, by their groups.'),
  rolesClaim: line
    .max(100, 'is longer than 100 characters')
    .optional()
    .describe('The claim with the roles: roles without it.'),
}
