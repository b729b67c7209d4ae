import { Problems } from '../lib/problems.ts'
import { renewText, SealBroken, type Sealing } from '../lib/sealing.ts'
import { sealedIn } from '../storage/sealed.ts'
import { type Storage, Taken } from '../storage/storage.ts'

/** A settings record: something sealed at the first start, so that every later one can tell whether its key fits. */
const checkSetting = 'sealing-check'

/** Whether this database was begun, and holds what only the right key opens. */
export const holdsSeals = async (storage: Storage): Promise<boolean> =>
  (await storage.find('settings', checkSetting)) !== undefined

/**
 * Refuses, with `Problems`, a key that does not open what is sealed. Going on would look well until the first sign-in, and a new
 * signing key in the old one's place would make every application distrust us.
 */
export const checkSealing = async (storage: Storage, sealing: Sealing): Promise<void> => {
  const check = await storage.find('settings', checkSetting)
  if (check !== undefined)
    return mustOpen(() => sealing.open(Buffer.from(String(check.value), 'base64url'), checkSetting))
  const value = Buffer.from(sealing.seal('portico', checkSetting)).toString('base64url')
  try {
    await storage.add('settings', { id: checkSetting, value })
  } catch (error) {
    if (error instanceof Taken) return checkSealing(storage, sealing)
    throw error
  }
}

const mustOpen = (open: () => string): void => {
  try {
    open()
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    throw new Problems([
      'The sealing key does not open what is sealed in this database. Start with the key it was made with: the file `secret` ' +
        'of its data folder, or its PORTICO_SECRET. To replace a key write the new one before the old one, separated by a comma.',
    ])
  }
}

export const sealedCheck = sealedIn('settings', { id: checkSetting }, (sealing, row) => {
  const value = renewText(sealing, String(row.value), 'base64url', checkSetting)
  return value === undefined ? undefined : { ...row, value }
})
