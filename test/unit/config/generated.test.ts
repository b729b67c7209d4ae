import assert from 'node:assert/strict'
import { it } from 'node:test'
import { outdated } from '../../../docs/reference/generate.ts'
import { configurationJsonSchema } from '../../../src/admin/apply/json-schema.ts'

it('ships a page of all settings and a JSON Schema that are as the code says', () => {
  assert.deepEqual(outdated(), [], 'run: node docs/reference/generate.ts')
})

it('says in the JSON Schema what every name of portico.yaml is for', () => {
  const without: string[] = []
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [name, inner] of Object.entries(schema)) {
      if (name === 'properties' && typeof inner === 'object' && inner !== null) {
        for (const [property, about] of Object.entries(inner)) {
          if (typeof about === 'object' && about !== null && !('description' in about))
            without.push(`${path}.${property}`)
        }
      }
      look(inner, `${path}.${name}`)
    }
  }
  look(configurationJsonSchema(), '')
  assert.deepEqual(without, [])
})
