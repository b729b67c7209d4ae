import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setSignUp } from '../../../src/admin/operations/sign-up.ts'
import { createInstallation } from './support.ts'

it('says who may sign up, and then nobody says otherwise in the console', async () => {
  const portico = createInstallation()
  const setting = async () => (await portico.storage.find('settings', 'signUp'))?.value
  await portico.apply('signUp: { mode: approval }')
  assert.deepEqual(await setting(), { mode: 'approval' })
  const refused = await setSignUp(portico, 'closed', {})
  assert.deepEqual(refused, { ok: false, problems: [{ field: 'mode', code: 'managed' }] })
  assert.deepEqual((await portico.plan('signUp: { mode: approval }')).steps, [])
  await portico.apply('branding: { name: Example }')
  assert.deepEqual(await setSignUp(portico, 'closed', {}), { ok: true })
  assert.deepEqual(await setting(), { mode: 'closed' })
})

it('cannot be opened where no mail could confirm an address', async () => {
  const refused = await setSignUp(createInstallation(), 'open', {})
  assert.deepEqual(refused, { ok: false, problems: [{ field: 'mode', code: 'no_mail' }] })
})
