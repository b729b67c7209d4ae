import type { Page, Visitor } from '../support/http-client.ts'

/** Who the relying parties' provider knows, as portico.yaml says it. */
export const alice = {
  username: 'alice',
  name: 'Alice Example',
  email: 'alice@example.org',
  emailVerified: true,
  password: 'correct horse battery staple',
  groups: ['staff'],
}

/** Nobody has looked whether the address is his, and he is in no group. */
export const bob = {
  username: 'bob',
  name: 'Bob Example',
  email: 'bob@example.org',
  emailVerified: false,
  password: 'another horse another staple',
}

/** Has what HTTP Basic carries differently raw and form-encoded: a client that sends either is right. */
export const awkwardSecret = 's3cret+S3cret/S3cret=s%41t:S3cret'

type Person = Pick<typeof alice, 'username' | 'password'>

/** Signs in on the page that asks, and stops at whatever asks next: the consent page, or the relying party. */
export const signIn = async (visitor: Visitor, page: Page, person: Person): Promise<Page> => {
  const fields = { identifier: person.username, password: person.password }
  return visitor.follow(await visitor.submit(page, fields, { button: 'sign-in' }))
}

/** Presses one button, and goes where that leads. */
export const press = async (visitor: Visitor, page: Page, button: string): Promise<Page> =>
  visitor.follow(await visitor.submit(page, {}, { button }))
