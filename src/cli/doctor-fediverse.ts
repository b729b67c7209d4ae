import { testServer } from '../admin/operations/test-server.ts'
import { openOutside } from '../start/open-outside.ts'
import { type ExitCode, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

const marks = { right: 'ok   ', warning: 'note ', wrong: 'WRONG' } as const

/** Walks the way that a sign-in from there would go, and says what was found; changes nothing, unless it is to register. */
export const doctorFediverse = async (
  { world, settings, out }: AtWork,
  address: string,
  register: boolean,
): Promise<ExitCode> => {
  const outside = await openOutside(world, settings)
  try {
    const { name } = outside
    const { verdict, said, steps } = await testServer(outside.world, { address, register, name })
    for (const { verdict, about, said } of steps) out(printable(`${marks[verdict]}  ${about}: ${said}`))
    out(printable(`${marks[verdict]}  ${said}`))
    return verdict === 'wrong' ? 1 : 0
  } finally {
    await outside.close()
  }
}
