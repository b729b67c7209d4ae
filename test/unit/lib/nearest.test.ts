import assert from 'node:assert/strict'
import { it } from 'node:test'
import { nearest } from '../../../src/lib/nearest.ts'

const known = ['clientId', 'clientSecret', 'redirectUris', 'name']

it('finds the name that was meant', () => {
  assert.equal(nearest('clientid', known), 'clientId')
  assert.equal(nearest('client_id', known), 'clientId')
  assert.equal(nearest('redirectUri', known), 'redirectUris')
  assert.equal(nearest('reidrectUris', known), 'redirectUris')
  assert.equal(nearest('nmae', known), 'name')
})

it('suggests nothing for a name that is like none', () => {
  assert.equal(nearest('colour', known), undefined)
  assert.equal(nearest('x', known), undefined)
  assert.equal(nearest('anything', []), undefined)
})
