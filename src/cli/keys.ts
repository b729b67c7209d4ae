import { type KeyView, listKeys, rotateKey } from '../admin/operations/keys.ts'
import { needsKeyWords } from '../start/needs-key-words.ts'
import { reseal as sealAnew, whatNeedsOlderKeys } from '../start/reseal.ts'
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

export const reseal = async ({ world, out, err }: AtWork): Promise<ExitCode> => {
  const records = await sealAnew(world)
  out(
    records === 0
      ? 'Everything was sealed under the first key already.'
      : `Sealed anew under the first key: ${records}.`,
  )
  const needed = await whatNeedsOlderKeys(world)
  const words = needsKeyWords(needed, world.sealing.marks.length)
  for (const { sentence } of words) err(sentence)
  return words.some(({ verdict }) => verdict === 'bad') ? 1 : 0
}
