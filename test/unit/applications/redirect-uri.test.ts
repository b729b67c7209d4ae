import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compareRedirect, registrationProblem, whereItLeads } from '../../../src/applications/redirect-uri.ts'

const regex = (uri: string) => ({ match: 'regex', uri }) as const
const matches = (pattern: string, sent: string) => compareRedirect(regex(pattern), sent, { native: false })

const app = 'https://app\\.example\\.org/cb/[a-z]+'

/** What strangers have been let through by elsewhere, made of one address that is let through. */
const strangers = (host: string): readonly string[] => [
  `https://${host}.evil.example/cb/x`,
  `https://evil.example/${host}/cb/x`,
  `https://evil-${host}/cb/x`,
  `https://${host.replaceAll('.', 'x')}/cb/x`,
  `https://${host}@evil.example/cb/x`,
  `https://${host}:443@evil.example/cb/x`,
  `https://${host}%40evil.example/cb/x`,
  `https://evil.example#@${host}/cb/x`,
  `https://evil.example?@${host}/cb/x`,
  `https://evil.example\\@${host}/cb/x`,
  `https://${host}\\.evil.example/cb/x`,
  `https://${host}:8443/cb/x`,
  `https://${host}./cb/x`,
  `http://${host}/cb/x`,
  `javascript:alert(1)//https://${host}/cb/x`,
  `data:text/html,https://${host}/cb/x`,
  `https:/${host}/cb/x`,
  `https:///${host}/cb/x`,
  `//${host}/cb/x`,
  ` https://${host}/cb/x`,
  `https://${host}/cb/x `,
  `https://${host}/cb/x\n`,
  `https://evil.example/\nhttps://${host}/cb/x`,
  `https://${host}/cb/x\nhttps://evil.example/`,
  `https://${host}/cb/x#fragment`,
  `https://${host}/cb/../evil`,
  `https://${host}/cb/%2e%2e/evil`,
  `https://${host}/cb/..%2fevil`,
  `https://${host}/cb/..%5cevil`,
  `https://${host}/cb/x\t`,
  `https://${host.toUpperCase()}/cb/x`,
  `https://xn--${host}/cb/x`,
]

describe('a registered address', () => {
  it('is matched by itself and by nothing that differs in one character', () => {
    const registered = 'https://app.example.org:8443/cb?a=b'
    assert.ok(compareRedirect(registered, registered, { native: false }))
    for (let at = 0; at < registered.length; at += 1) {
      for (const other of ['x', '.', '/', '%', '*', '\n', '']) {
        const sent = registered.slice(0, at) + other + registered.slice(at + 1)
        if (sent !== registered) assert.equal(compareRedirect(registered, sent, { native: false }), false, sent)
      }
    }
  })

  it('is no expression, whatever is in it', () => {
    for (const sent of ['https://appxexample.org/cb', 'https://app.example.orgg/cb', 'https://a.example/cb']) {
      assert.equal(compareRedirect('https://app.example.org/cb', sent, { native: true }), false)
      assert.equal(compareRedirect('https://.*/cb', sent, { native: true }), false)
    }
  })
})

describe('a pattern', () => {
  it('lets through whole addresses of its host alone', () => {
    assert.ok(matches(app, 'https://app.example.org/cb/x'))
    assert.ok(matches(app, 'https://app.example.org/cb/xyz'))
    for (const sent of ['', '/', '/cb/', '/cb/x/', '/cb/X', '/cb/x1', '/a/cb/x', '/cb/x?y', '/cb/x?']) {
      assert.equal(matches(app, `https://app.example.org${sent}`), false, sent)
    }
    for (const sent of strangers('app.example.org')) assert.equal(matches(app, sent), false, sent)
  })

  it('that lets everything through below its host still lets nothing else through', () => {
    const everything = 'https://app\\.example\\.org/(?s:.*)'
    assert.ok(matches(everything, 'https://app.example.org/'))
    for (const sent of strangers('app.example.org')) assert.equal(matches(everything, sent), false, sent)
  })

  it('leads to its own host whatever its expression is and whatever is sent', () => {
    const pieces = [
      '.*',
      '|',
      '(',
      ')',
      '(?i)',
      '\\Q',
      '\\E',
      '$',
      '^',
      '[^',
      ']',
      'https://evil.example/',
      '\\',
      '?',
      '@',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 8 }),
        fc.array(fc.constantFrom('https://', 'evil.example', 'app.example.org', '/', '@', '.', ':', '\\', '\n'), {
          maxLength: 7,
        }),
        (expression, sent) => {
          const address = sent.join('')
          if (matches(`https://app\\.example\\.org/${expression.join('')}`, address)) {
            assert.equal(new URL(address).host, 'app.example.org')
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('does not let a stranger give the answer beforehand', () => {
    const open = 'https://app\\.example\\.org/cb.*'
    assert.ok(matches(open, 'https://app.example.org/cb?from=here'))
    for (const name of ['code', 'state', 'iss', 'error', 'id_token']) {
      assert.equal(matches(open, `https://app.example.org/cb?${name}=x`), false, name)
      assert.equal(matches(open, `https://app.example.org/cb?a=b&${name}=x`), false, name)
    }
  })

  it('takes time in proportion to what is sent', () => {
    assert.equal(
      matches('https://app\\.example\\.org/(a*)*(a|a)*b', `https://app.example.org/${'a'.repeat(1900)}`),
      false,
    )
    assert.equal(matches('https://app\\.example\\.org/a*', `https://app.example.org/${'a'.repeat(3000)}`), false)
  })

  it('may be written with anchors, escaped slashes and a port', () => {
    for (const pattern of [
      '^https:\\/\\/app\\.example\\.org\\/cb\\/[a-z]+$',
      '^https://App\\.Example\\.org:443/cb/[a-z]+$',
    ]) {
      assert.equal(registrationProblem(regex(pattern)), undefined, pattern)
      assert.ok(matches(pattern, 'https://app.example.org/cb/x'), pattern)
      assert.equal(whereItLeads(regex(pattern)), 'https://app.example.org/')
    }
    assert.ok(matches('https://app\\.example\\.org:8443/.*', 'https://app.example.org:8443/x'))
  })

  it('is refused when its host could be another', () => {
    for (const pattern of [
      ...[
        '',
        '.*',
        'https://.*',
        'https://[a-z]+\\.example\\.org/',
        'https://app.example.org/cb',
        'https://app\\.example\\.org',
      ],
      ...['https://app\\.example\\.org.*', 'https://app\\.example\\.org(/cb)?', 'https?://app\\.example\\.org/cb'],
      ...[
        '(?i)https://app\\.example\\.org/',
        'https://(a|b)\\.example/',
        'https://app\\.example\\.org?/',
        '[h]ttps://a\\.b/',
      ],
      ...[
        'https://a\\.b@evil\\.example/',
        'https://\\w+/',
        'https://app\\.example\\.org:\\d+/',
        'app\\.example\\.org/cb',
      ],
      ...[
        'ftp://app\\.example\\.org/',
        'javascript:.*',
        'https:////',
        'https://a\\.b\\/{0}',
        'x|https://a\\.b/',
        'https:/x/',
      ],
    ]) {
      const problem = registrationProblem(regex(pattern))
      assert.ok(problem === 'pattern_host' || problem === 'bad_pattern', `${pattern}: ${problem}`)
      assert.equal(matches(pattern, 'https://app.example.org/cb'), false, pattern)
    }
  })

  it('is refused when it is no expression, or means two', () => {
    for (const rest of [
      '[',
      '(',
      '*',
      '?',
      '(?=x)',
      '\\1',
      'a{2000}',
      'cb|https://b\\.example/',
      '|',
      '(a|b)|c',
      '[(]|x',
    ]) {
      assert.equal(registrationProblem(regex(`https://a\\.example/${rest}`)), 'bad_pattern', rest)
    }
    for (const rest of ['(a|b)', '[|]', '\\|', '']) {
      assert.equal(registrationProblem(regex(`https://a\\.example/${rest}`)), undefined, rest)
    }
  })

  it('without TLS reaches this machine alone, unless the operator insists', () => {
    assert.equal(registrationProblem(regex('http://a\\.example/cb')), 'http_needs_loopback')
    assert.equal(registrationProblem(regex('http://a\\.example/cb'), { allowHttp: true }), undefined)
    assert.equal(registrationProblem(regex('http://localhost:8080/cb')), undefined)
  })
})
