import { z } from 'zod'
import { canonicalDomain } from '../../lib/domain.ts'
import { ruleActions } from '../../sources/fediverse/rules.ts'
import { botPolicies, fediverseId, firstSignIns } from '../../sources/settings.ts'
import { line, serverDomain, when } from './entry-forms.ts'
import { openidSchema } from './openid-schema.ts'

const fediverseSchema = z
  .strictObject({
    id: z.literal(fediverseId).describe('There is one fediverse.'),
    kind: z.literal('fediverse').describe('What sort of source it is.'),
    firstSignIn: z
      .enum(firstSignIns)
      .optional()
      .describe(
        'Who may come for the first time: everyone; people of the servers named here (servers); whoever has an invitation (invited, as it is without this field); or nobody, but people who are here already may link it to their account (linked).',
      ),
    servers: z
      .array(serverDomain)
      .optional()
      .describe('With firstSignIn: servers, the domains whose people may come; each covers what is below it.'),
    placeholderEmailDomain: line
      .refine((text) => canonicalDomain(text)?.includes(':') === false, { error: 'is not a domain' })
      .optional()
      .describe('A domain of your own, under which people without an e-mail address are given one that stays.'),
    vouchForPlaceholders: z
      .boolean()
      .optional()
      .describe('Whether applications are told that these addresses are verified. The domain must be yours alone.'),
    bots: z
      .enum(botPolicies)
      .optional()
      .describe(
        'Whether accounts that say of themselves that they are a bot or a group may sign in: allow (as it is without this field) or refuse. Applications are told of bots either way, by the claim bot.',
      ),
    disabled: z.boolean().optional().describe('Whether nobody can come this way.'),
  })
  .refine((source) => source.firstSignIn !== 'servers' || source.servers?.length !== 0, {
    error: 'lets nobody in: firstSignIn is servers, and there are none',
    when,
  })

export const sourceSchema = z.discriminatedUnion('kind', [fediverseSchema, openidSchema])

export const instanceRuleSchema = z
  .strictObject({
    domain: z
      .union([z.literal('*'), serverDomain])
      .optional()
      .describe('A server, and what is below its domain; "*" is every server.'),
    software: z
      .string()
      .trim()
      .regex(/^(?:\*|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/, 'is not the name of a software, such as mastodon')
      .optional()
      .describe('What a server says it runs: mastodon, gotosocial, ...; "*" is every software.'),
    action: z
      .enum(ruleActions)
      .describe(
        'deny keeps its people out; allow for a domain wins over every deny, for a software over software "*".',
      ),
    reason: z
      .string()
      .trim()
      .max(500, 'is longer than 500 characters')
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'has a line break or a control character in it')
      .optional()
      .describe('Said to the people it concerns.'),
  })
  .refine(({ domain, software }) => (domain === undefined) !== (software === undefined), {
    error: 'needs a domain or a software, and not both',
    when,
  })

export type FediverseEntry = z.output<typeof fediverseSchema>
export type SourceEntry = z.output<typeof sourceSchema>
export type InstanceRuleEntry = z.output<typeof instanceRuleSchema>
