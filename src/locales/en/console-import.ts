import { plural } from '../format.ts'

/** Moving in, in the console. */
export const moveIn = {
  title: 'Move in',
  lead: 'Bring along what another program knows: applications with their secrets, people with their passwords, and what applications know them as. You see what changes before it does.',
  open: 'Bring settings along',
  from: 'Where from',
  kinds: {
    dex: 'Dex: its config.yaml',
    authentik: 'authentik: a blueprint, or what its API answers',
    app: 'An application’s own settings: Mastodon, GoToSocial or RomM',
  },
  file: 'The file',
  fileHint: 'At most 1 MB. For larger ones there is the command portico import.',
  text: 'Or paste it',
  textHint: 'It holds secrets: close the window you copied it from.',
  required: 'Choose a file, or paste what is in it.',
  tooLong: 'That is larger than 1 MB. Use the command portico import.',
  cannot: 'It cannot be brought along as it is. This is what stands in the way:',
  submit: 'See what would change',
  previewTitle: 'What would change',
  previewLead: 'Nothing has changed yet. It is done all at once or not at all, and doing it again does no harm.',
  nothing: 'Everything in it is here already.',
  steps: ({ count }: { count: number }) =>
    `${count} ${plural('en', count, { one: 'thing changes', other: 'things change' })}`,
  does: { create: 'new', change: 'changed', release: 'left' },
  whats: {
    group: 'Group',
    account: 'Account',
    application: 'Application',
    setting: 'Setting',
    source: 'Way in',
    rule: 'Rule',
    departed: 'Gone',
    picture: 'Picture',
  },
  look: ({ count }: { count: number }) =>
    `${count} ${plural('en', count, { one: 'thing to look at', other: 'things to look at' })}`,
  left: ({ count }: { count: number }) =>
    `${count} ${plural('en', count, { one: 'thing is left alone', other: 'things are left alone' })}`,
  apply: 'Bring it along',
  other: 'Something here has changed meanwhile, and with it what would change. Look again.',
  gone: 'It is too long ago, or was done already. Begin again.',
  done: 'Done. What is left to look at is below.',
}
