import { type KeyView, listKeys, rotateKey } from '../admin/operations/keys.ts'
import { type ExitCode, moment, table } from './terminal.ts'
import type { AtWork } from './with-world.ts'

export type Algorithm = KeyView['algorithm']

export const list = async ({ world, out }: AtWork): Promise<ExitCode> => {
  const rows = (await listKeys(world)).map(({ kid, algorithm, state, signsFrom, retiresAt, removedAt }) => [
    ...[kid, algorithm, state, moment(signsFrom), moment(retiresAt), moment(removedAt)],
  ])
  out(table(['KEY', 'ALGORITHM', 'STATE', 'SIGNS FROM', 'UNTIL', 'PUBLISHED UNTIL'], rows))
  return 0
}

export const rotate = async ({ world, out }: AtWork, algorithm: Algorithm): Promise<ExitCode> => {
  const { kid, signsFrom } = await rotateKey(world, algorithm)
  out(`${kid} is published, and signs from ${moment(signsFrom)} UTC on, when every application can know it.`)
  return 0
}
