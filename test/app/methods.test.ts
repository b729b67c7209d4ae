import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { createHouse, everyPath, everyRoute, type House, nameOf } from '../support/all-routes.ts'

const known = (path: string) => everyRoute.filter((route) => route.path === path)
const isForPrograms = (path: string): boolean => known(path).some(({ who, cors }) => who === 'application' || cors)
const allowed = (path: string): string => {
  const methods = known(path).map(({ method }) => method)
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** A body that does not say how long it is. */
const chunked = (size: number): RequestInit => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= size) return controller.close()
      controller.enqueue(new Uint8Array(1024).fill(0x78))
      sent += 1024
    },
  })
  return { body, duplex: 'half' } as RequestInit
}

describe('a request', () => {
  let house: House
  before(async () => {
    house = await createHouse()
  })

  /** By an administrator's browser, with a form token where it has a body: only what is tested may stand in the way. */
  const send = async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...house.as('administrator').cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const request = new Request(house.base + path, { ...init, headers })
    const response = await house.app.answer(request, { address: '192.0.2.1' })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  for (const path of everyPath) {
    test(`with a method that ${path} does not have is told which it has`, async () => {
      const has = allowed(path)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY', 'get', 'X']) {
        if (has.split(', ').includes(method.toUpperCase())) continue
        for (const spelling of path === '/' ? [path] : [path, `${path}/`]) {
          const { status, headers, text } = await send(house.fill(spelling), { method })
          assert.equal(status, 405, `${method} ${spelling}`)
          assert.equal(headers.get('allow'), has)
          const type = isForPrograms(path) ? 'application/json' : 'text/html; charset=utf-8'
          assert.equal(headers.get('content-type'), type, `${method} ${spelling}`)
          if (isForPrograms(path) && method !== 'HEAD')
            assert.deepEqual(JSON.parse(text), { error: 'method_not_allowed' })
        }
      }
    })

    test(`that asks what ${path} can do is told, and across origins only where browsers' programs may come`, async () => {
      const preflight = {
        origin: 'https://app.example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      }
      const cors = known(path).some((route) => route.cors)
      for (const headers of [{}, preflight]) {
        const answer = await send(house.fill(path), { method: 'OPTIONS', headers })
        assert.equal(answer.status, 204)
        assert.equal(answer.text, '')
        assert.equal(answer.headers.get('allow'), allowed(path))
        assert.equal(answer.headers.get('access-control-allow-origin'), cors ? '*' : null)
        assert.equal(answer.headers.get('access-control-allow-methods'), cors ? allowed(path) : null)
        assert.equal(answer.headers.get('access-control-allow-headers'), cors ? 'authorization, content-type' : null)
        assert.equal(answer.headers.get('access-control-allow-credentials'), null)
      }
    })
  }

  for (const route of everyRoute) {
    const { method } = route
    test(`with an address that is too long is refused: ${nameOf(route)}`, async () => {
      const { status } = await send(`${house.fill(route.path)}?x=${'x'.repeat(9000)}`, {
        method,
        ...(method === 'POST' ? { headers: form, body: 'x=y' } : {}),
      })
      assert.equal(status, 414)
    })
  }

  for (const route of everyRoute.filter(({ method }) => method === 'POST')) {
    const { method, path } = route
    test(`with a body that is too large is refused: ${nameOf(route)}`, async () => {
      const where = house.fill(path)
      const long = await send(where, { method, headers: form, body: `x=${'x'.repeat(64 * 1024)}` })
      assert.equal(long.status, 413)
      const endless = await send(where, { method, headers: form, ...chunked(10 * 1024 * 1024) })
      assert.equal(endless.status, 413)
    })

    test(`with a body that is no form is refused: ${nameOf(route)}`, async () => {
      const bodies: readonly RequestInit[] = [
        { headers: { 'content-type': 'application/json' }, body: '{}' },
        { headers: { 'content-type': 'text/plain' }, body: 'x=y' },
        { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
        { headers: { 'content-type': 'application/x-www-form-urlencoded-not' }, body: 'x=y' },
        { headers: { 'content-type': '' }, body: new Uint8Array([0x78]) },
        { body: new Uint8Array([0x78]) },
      ]
      for (const body of bodies) {
        const { status } = await send(house.fill(path), { method, ...body })
        // A form that may bring a file, and is not ours.
        const brought = route.files && JSON.stringify(body).includes('multipart')
        // There the token may be in the header, whatever the body is.
        assert.equal(status, path.endsWith('/userinfo') ? 401 : brought ? 403 : 415, JSON.stringify(body))
      }
    })
  }

  test('by HEAD gets what GET does, but for the body', async () => {
    for (const { path } of everyRoute.filter(({ method }) => method === 'GET')) {
      const got = await send(house.fill(path), {})
      const headed = await send(house.fill(path), { method: 'HEAD' })
      assert.equal(headed.status, got.status, path)
      assert.equal(headed.text, '', path)
      assert.equal(headed.headers.get('content-type'), got.headers.get('content-type'), path)
    }
  })

  test('for what is not there is told so, as a page or as JSON', async () => {
    const nowhere = [
      '/nothing',
      '/admin',
      '/console/nothing',
      '/api',
      '/.env',
      '/sign-in/x',
      '/token/x',
      '/authorize/..;/console',
    ]
    for (const path of [...nowhere, ...everyPath.map((path) => `${house.fill(path)}/nothing`.replace('//', '/'))]) {
      const { status, headers, text } = await send(path, {})
      assert.equal(status, 404, path)
      assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
      assert.match(text, /data-error="not_found"/)
    }
    for (const path of nowhere) {
      const answer = await send(path, { method: 'POST', headers: { ...form, accept: 'application/json' }, body: '' })
      assert.equal(answer.status, 404, path)
      assert.deepEqual(JSON.parse(answer.text), { error: 'not_found' })
    }
  })
})
