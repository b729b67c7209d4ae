import { plural } from '../format.ts'

/** What an application is told of its own, and whom it lets in. */
export const consoleAccess = {
  title: 'Claims and access',
  open: 'Claims and access',
  lead: ({ name }: { name: string }) => `Who may enter ${name}, and what it is told of them beyond the usual.`,
  rules: 'Who may enter',
  rulesLead: 'Everybody, while there is no rule. A rule that is switched off counts as if it were not there.',
  match: 'How many rules must be met',
  matches: { any: 'One is enough', all: 'All of them' },
  rule: ({ number }: { number: number }) => `Rule ${number}`,
  newRule: 'Another rule',
  kind: 'It looks at',
  kinds: {
    group: 'Group',
    account: 'Account',
    source: 'Way in',
    instance: 'Server',
    expression: 'Expression',
  },
  value: 'Which',
  valueHint:
    'A group’s name, a username, the name of a way in, a server’s domain, or an expression. Empty takes the rule away.',
  negate: 'Everybody but these',
  enabled: 'Switched on',
  place: 'Place',
  mappings: 'Claims',
  mappingsLead:
    'Expressions (CEL) that make claims from user, groups, roles, identities, application, request and session. They go into the ID token, userinfo and the consent page alike.',
  mapping: ({ number }: { number: number }) => `Mapping ${number}`,
  newMapping: 'Another mapping',
  scope: 'Scope',
  scopeHint: 'profile, email, groups, or a name of your own that the application asks for.',
  expression: 'Expression',
  roles: 'Roles',
  rolesLead: 'What people are in this application, by their groups. The application gets them as a list.',
  role: ({ number }: { number: number }) => `Role ${number}`,
  newRole: 'Another role',
  roleValue: 'What the application calls it',
  roleGroups: 'Groups',
  roleGroupsHint: 'One on each line.',
  rolesClaim: 'Claim with the roles',
  as: 'Try it as',
  asHint: 'A username or a verified e-mail address; you, if it is empty.',
  preview: 'See what would change',
  saved: ({ name }: { name: string }) => `${name} is saved.`,
  at: ({ number, said }: { number: number; said: string }) => `At character ${number}: ${said}`,
  faults: {
    too_long: 'the expression is too long',
    pattern: 'regular expressions are not taken here; use ==, startsWith, endsWith or contains',
    nested_loop: 'a loop within a loop is not taken',
    too_much: 'it makes too much of little: lists and texts that grow with each step are not taken',
    binding: 'names cannot be bound here',
    wrong_result: 'it gives something else: a rule gives true or false, a mapping a map from names of claims to values',
    protocol_claim: 'only the protocol itself makes this claim',
  },
  previewTitle: 'What would change',
  previewNothing: 'Nothing would change for anybody.',
  previewPeople: ({ count }: { count: number }) =>
    `Looked at ${count} ${plural('en', count, { one: 'account', other: 'accounts' })}. Nothing has been saved yet.`,
  previewMore: ({ count, total }: { count: number; total: number }) =>
    `Looked at ${count} of ${total} accounts, from all over the list: of the others it is not known. Nothing has been saved yet.`,
  previewCompared: ({ count, of }: { count: number; of: number }) =>
    `Claims were compared for ${count} of the ${of} who may enter.`,
  loses: ({ count }: { count: number }) =>
    count === 1 ? 'One person would lose access' : `${count} people would lose access`,
  gains: ({ count }: { count: number }) =>
    count === 1 ? 'One person could enter who cannot now' : `${count} people could enter who cannot now`,
  changes: ({ claim, count }: { claim: string; count: number }) =>
    count === 1 ? `${claim} would change for one person` : `${claim} would change for ${count} people`,
  forInstance: 'for instance',
  nothing: 'not there',
  personAllowed: ({ name }: { name: string }) => `${name} may enter, and the application would be told:`,
  personRefused: ({ name }: { name: string }) => `${name} may not enter. If they could, the application would be told:`,
  missed: {
    failed: ({ number }: { number: number }) => `Mapping ${number} comes to nothing for them`,
    protocol_claim: ({ number }: { number: number }) => `Mapping ${number} makes a claim that only the protocol makes`,
    bad_claim: ({ number }: { number: number }) => `Mapping ${number} makes a claim with a name that none can have`,
    wrong_type: ({ number }: { number: number }) =>
      `Mapping ${number} makes a claim of a type that applications cannot read`,
    too_much: ({ number }: { number: number }) => `Mapping ${number} makes more than fits into a token`,
  },
  mayNot: ({ name }: { name: string }) => `${name} may not enter this application, by its rules about access.`,
  why: {
    title: 'Why, and what to do',
    somebody: 'this person',
    match: {
      any: 'One of these rules would have been enough, and none was met:',
      all: 'All rules count, and these were not met:',
    },
    not: ({ rule }: { rule: string }) => `not: ${rule}`,
    rules: {
      group: ({ name }: { name: string }) => `is in the group ${name}`,
      account: ({ name }: { name: string }) => `is ${name}`,
      source: ({ name }: { name: string }) => `has linked an account of ${name}`,
      instance: ({ name }: { name: string }) => `has linked an account at ${name}`,
      expression: ({ name }: { name: string }) => `the expression gives true: ${name}`,
    },
    remedies: {
      group: ({ name, person }: { name: string; person: string }) => `Put ${person} into the group ${name}.`,
      account: ({ person }: { name: string; person: string }) => `Add a rule that names ${person}.`,
      source: ({ name, person }: { name: string; person: string }) =>
        `${person} links an account of ${name} under My account, or the rule is changed.`,
      instance: ({ name, person }: { name: string; person: string }) =>
        `${person} links an account at ${name} under My account, or the rule is changed.`,
      expression: ({ person }: { name: string; person: string }) =>
        `See on the application’s page “Claims and access” what the expression makes of ${person}, and change it.`,
    },
    remediesNot: {
      group: ({ name, person }: { name: string; person: string }) => `Take ${person} out of the group ${name}.`,
      account: ({ person }: { name: string; person: string }) => `Take away the rule that shuts ${person} out.`,
      source: ({ name }: { name: string; person: string }) => `Change the rule that shuts out people of ${name}.`,
      instance: ({ name }: { name: string; person: string }) => `Change the rule that shuts out people of ${name}.`,
      expression: ({ person }: { name: string; person: string }) =>
        `See on the application’s page “Claims and access” what the expression makes of ${person}, and change it.`,
    },
    gone: 'What it names has been deleted. Change the rule.',
    nowAllowed: ({ name }: { name: string }) => `By the rules of today ${name} may enter.`,
    nowRefused: ({ name }: { name: string }) => `By the rules of today ${name} still may not enter.`,
    advice: {
      not_invited: 'Send them an invitation, or change whom the application takes in.',
      not_linked: 'They link this account to one that they have here, or you change whom the application takes in.',
      server_not_admitted: 'Add their server to those whose people the application takes in.',
      client_disabled: 'Switch the application on.',
      no_email: 'Give their account an e-mail address, or change what becomes of people without one.',
    },
  },
}
