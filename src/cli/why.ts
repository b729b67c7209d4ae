import { whyRefused } from '../admin/operations/why.ts'
import { refuse } from './answers.ts'
import { type ExitCode, moment, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

/** Says why somebody was turned away who was shown this code, by which rule, and what lets them in. Changes nothing. */
export const why = async ({ world, out, err }: AtWork, code: string): Promise<ExitCode> => {
  const answer = await whyRefused(world, code)
  if (answer === undefined) {
    return refuse(err, `Nothing is known by the code ${code}, or nothing any more. Codes are in the audit log.`)
  }
  const { account, application, error, at } = answer.why
  const lines = [
    `${moment(at)}  ${account?.name ?? 'somebody'} at ${application?.name ?? 'no application'}: ${error}`,
    answer.said,
    ...(answer.rulesLead === undefined ? [] : [answer.rulesLead]),
    ...answer.rules.flatMap(({ rule, remedy }) => [`  - ${rule}`, `    ${remedy}`]),
    ...(answer.now === undefined ? [] : [answer.now]),
  ]
  for (const line of lines) out(printable(line))
  return 0
}
