import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  readonly path: string
  remove(): Promise<void>
}

/** `readable`: also by the unprivileged user as whom a server of somebody else's runs. */
export const temporaryFolder = async (options: { readable?: boolean } = {}): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'portico-test-'))
  if (options.readable) await chmod(path, 0o755)
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
