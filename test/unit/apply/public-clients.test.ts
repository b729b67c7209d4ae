import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setPublicClients } from '../../../src/admin/operations/public-clients.ts'
import { createInstallation } from './support.ts'

it('says whether applications that nobody registered are let in, and then nobody says otherwise in the console', async () => {
  const portico = createInstallation()
  const setting = async () => (await portico.storage.find('settings', 'publicClients'))?.value
  await portico.apply('publicClients: { allowed: true }')
  assert.deepEqual(await setting(), { allowed: true })
  const refused = await setPublicClients(portico, false, {})
  assert.deepEqual(refused, { ok: false, problems: [{ field: 'mode', code: 'managed' }] })
  assert.deepEqual((await portico.plan('publicClients: { allowed: true }')).steps, [])
  await portico.apply('branding: { name: Example }')
  assert.deepEqual(await setPublicClients(portico, false, {}), { ok: true })
  assert.deepEqual(await setting(), { allowed: false })
})
