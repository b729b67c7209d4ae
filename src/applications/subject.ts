import type { Row } from '../storage/records.ts'
import type { Application } from './application.ts'

/** What an application knows a person as (`sub`): the account's id, which is random, never changes and is never given again. */
export const subjectOf = (_application: Application, account: Pick<Row<'accounts'>, 'id'>): string => account.id
