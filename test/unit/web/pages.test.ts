import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sentencesFor } from '../../../src/locales/sentences.ts'
import { consentPage } from '../../../src/web/consent/consent-page.ts'
import { formPostPage } from '../../../src/web/signin/form-post-page.ts'
import { leavingPage } from '../../../src/web/signin/leaving-page.ts'
import { signInPage } from '../../../src/web/signin/sign-in-page.ts'
import type { Problem } from '../../../src/web/sources/problem.ts'
import { problemPage } from '../../../src/web/sources/problem-page.ts'
import { createBrand, defaultBranding } from '../../../src/web/ui/brand.ts'
import { deviceOf } from '../../../src/web/ui/device.ts'
import { errorPage, shown } from '../../../src/web/ui/error-page.ts'
import { plainData } from './sample-data.ts'
import { samplePages } from './sample-pages.ts'
import { visibleTexts } from './visible-words.ts'

const sentences = sentencesFor('en')
const brand = createBrand(defaultBranding, 'https://id.example.org')
const words = (markup: string): string =>
  visibleTexts(markup.replaceAll('translate="no"', ''))
    .map(({ text }) => text)
    .join(' ')

describe('pages', () => {
  const pages = samplePages(sentences, brand, plainData)

  it('has no inline style or script, and no address of somebody else', () => {
    for (const [name, page] of Object.entries(pages)) {
      assert.doesNotMatch(page, /<style|\sstyle=|\son[a-z]+=|<script(?! type="module" src="\/assets\/)/i, name)
      assert.doesNotMatch(
        page,
        /(?:src|href)="(?!\/(?!\/)|https:\/\/(?:social\.example\.org|198\.51\.100\.\d+)\/"|#content)/,
        name,
      )
    }
  })

  it('has a token in every form that changes something', () => {
    for (const [name, page] of Object.entries(pages)) {
      for (const [form] of page.matchAll(/<form method="post".*?<\/form>/gs)) {
        // What is sent to an application is no form of ours.
        if (name === 'form-post' || name === 'console-detail') continue
        assert.match(form, /<input type="hidden" name="form_token" value="123">/, name)
      }
    }
  })

  it('weighs a few kilobytes', () => {
    for (const [name, page] of Object.entries(pages)) {
      assert.ok(page.length < (name.includes('many') ? 14_000 : 10_000), `${name}: ${page.length}`)
    }
  })

  it('gives every id once, and every label a field', () => {
    for (const [name, page] of Object.entries(pages)) {
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      assert.equal(new Set(ids).size, ids.length, name)
      for (const [, target] of page.matchAll(
        /\s(?:for|aria-describedby|aria-controls|popovertarget|data-copy)="([^"]+)"/g,
      )) {
        assert.ok(ids.includes(target), `${name}: ${target}`)
      }
    }
  })

  it('shows markup in names as text', () => {
    const evil = '"><img src=x onerror=alert(1)>'
    const data = {
      ...plainData,
      person: evil,
      username: evil,
      email: evil,
      group: evil,
      text: evil,
      applications: [evil, evil, evil] as const,
    }
    for (const [name, page] of Object.entries(samplePages(sentences, { ...brand, name: evil }, data))) {
      assert.doesNotMatch(page, /<img src=x/, name)
      // Nothing that was put in closed or opened an element.
      visibleTexts(page)
    }
  })
})

describe('sign-in page', () => {
  const view = { formToken: 't', application: { name: 'Notes' } }

  it('keeps the name that was typed and asks for the password again', () => {
    const page = signInPage({ ...view, identifier: 'alice', problem: { kind: 'wrong' } }, sentences, brand)
    assert.match(page, /name="identifier" required|value="alice" id="identifier" name="identifier"/)
    assert.match(page, /id="password" name="password" required autofocus aria-invalid="true"/)
    assert.match(words(page), /do not match/)
  })

  it('says how long somebody has to wait', () => {
    const page = signInPage({ ...view, problem: { kind: 'limited', minutes: 14 } }, sentences, brand)
    assert.match(words(page), /14 minutes/)
    assert.match(page, /role="alert"/)
  })

  it('does not let somebody who confirms change who they are', () => {
    const person = { name: 'Alice Example', detail: 'alice' }
    const page = signInPage({ ...view, identifier: 'alice', confirm: { person, why: 'application' } }, sentences, brand)
    assert.match(page, /<input type="text" name="identifier" value="alice" autocomplete="username" readonly hidden>/)
    assert.match(words(page), /Confirm it is you.*Notes asks you.*Alice Example/s)
  })
})

describe('problem page', () => {
  const problem = (code: Problem['code']): string =>
    problemPage(
      {
        code,
        sentence: 'What happened.',
        address: {
          formToken: 't',
          errand: [],
          value: '@alice@social.example',
          suggestions: [],
          remembered: { host: 'elsewhere.example' },
        },
      },
      sentences,
      brand,
    )

  it('says at the field what was typed wrongly, and keeps it', () => {
    const page = problem('unreachable')
    assert.match(page, /value="@alice@social.example" id="address"[^>]* autofocus aria-invalid="true"/)
    assert.match(page, /<p class="hint wrong" id="address-hint">.*What happened/)
  })

  it('keeps what may do on a second try, and blames no field', () => {
    const page = problem('denied')
    assert.match(page, /<h1>You are not signed in<\/h1>/)
    assert.match(page, /class="note warning".*What happened/s)
    assert.match(page, /value="@alice@social.example" id="address"/)
    assert.doesNotMatch(page, /aria-invalid|elsewhere\.example/)
  })

  it('asks for another account where this one does not do', () => {
    const page = problem('disabled')
    assert.match(page, /<h1>Your account is switched off<\/h1>/)
    assert.match(page, /class="note wrong" role="alert".*What happened/s)
    assert.match(words(page), /Another address or server/)
    assert.doesNotMatch(page, /aria-invalid|alice@social/)
  })

  it('has a title for everything that can happen', () => {
    for (const one of [sentences, sentencesFor('de')]) {
      for (const title of Object.values(one.problemTitles)) assert.match(title, /^\p{Lu}.{4,44}[^.]$/u)
    }
  })
})

describe('consent page', () => {
  const view = {
    formToken: 't',
    application: { name: 'Notes' },
    person: { name: 'Alice Example', detail: 'alice' },
    accountId: '1',
    offline: false,
    returnHost: 'notes.example.org',
  }

  it('shows every value that would be sent', () => {
    const values = fc.dictionary(
      fc
        .stringMatching(/^[a-z_]{3,12}$/)
        .filter((name) => !['sub', 'nickname', 'picture', 'email_verified', 'updated_at', 'locale'].includes(name)),
      fc.oneof(
        fc.stringMatching(/^[A-Z0-9]{4,12}$/),
        fc.integer({ min: 1000 }),
        fc.array(fc.stringMatching(/^[A-Z0-9]{4,8}$/), { minLength: 1 }),
      ),
    )
    fc.assert(
      fc.property(values, (claims) => {
        const text = words(consentPage({ ...view, claims }, sentences, brand))
        for (const value of Object.values(claims).flat()) assert.ok(text.includes(String(value)), `${value}`)
      }),
    )
  })

  it('says when an e-mail is not verified', () => {
    const page = (email_verified: unknown) =>
      words(consentPage({ ...view, claims: { email: 'a@b.example', email_verified } }, sentences, brand))
    assert.match(page(true), /a@b\.example verified/)
    for (const doubtful of [false, undefined, 'true', 1]) assert.match(page(doubtful), /a@b\.example not verified/)
  })

  it('says that an application may come back, and where one goes on to', () => {
    const text = words(consentPage({ ...view, claims: {}, offline: true }, sentences, brand))
    assert.match(text, /while you are away/)
    assert.match(text, /notes\.example\.org/)
  })
})

describe('form_post and leaving pages', () => {
  it('carries every field as it was given', () => {
    const state = `"><script>alert(1)</script>'&amp;`
    const page = formPostPage(
      {
        redirectUri: 'https://rp.example/cb?a=1&b=2',
        parameters: [
          ['state', state],
          ['code', 'c'],
        ],
        application: { name: 'Notes' },
      },
      sentences,
      brand,
    )
    assert.match(page, /<form method="post" action="https:\/\/rp\.example\/cb\?a=1&amp;b=2">/)
    assert.match(page, /name="state" value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&#39;&amp;amp;"/)
    assert.match(page, /id="continue"/)
  })

  it('leads on without a script', () => {
    const page = leavingPage({ href: 'https://social.example/oauth?a="', to: 'social.example' }, sentences, brand)
    assert.match(page, /<meta http-equiv="refresh" content="0; url=https:\/\/social\.example\/oauth\?a=&quot;">/)
    assert.match(page, /<a class="button primary" id="continue" href="https:\/\/social\.example\/oauth\?a=&quot;">/)
  })
})

describe('error page', () => {
  it('names the mistake to people and to programs', () => {
    const page = errorPage({ code: 'client_unknown', eventCode: 'R7K-2M4', clientId: 'abc' }, sentences, brand)
    assert.match(page, /<body data-error="client_unknown">/)
    assert.match(words(page), /R7K-2M4 client_unknown/)
    assert.match(words(page), /abc/)
  })

  it('puts the sent and the nearest registered address side by side and marks the difference', () => {
    const page = errorPage(
      {
        code: 'redirect_uri_mismatch',
        application: { name: 'Notes' },
        addresses: { sent: 'http://a.example/cb', registered: ['https://b.example/', 'https://a.example/cb'] },
      },
      sentences,
      brand,
    )
    assert.match(page, /<mark class="sent">http<\/mark>:\/\/a\.example\/cb/)
    assert.match(page, /<mark class="registered">https<\/mark>:\/\/a\.example\/cb/)
    assert.match(words(page), /X-Forwarded-Proto.*One more that we know.*https:\/\/b\.example\//s)
  })

  it('spells out what cannot be seen, and cuts what would fill the page', () => {
    assert.equal(shown('a\u202eb\u0000c\u200bd'), 'a\\u{202e}b\\u{0}c\\u{200b}d')
    assert.equal(shown('x'.repeat(5000)).length, 1001)
  })
})

describe('deviceOf', () => {
  const cases: readonly (readonly [string, string | undefined, string | undefined, boolean])[] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux', false],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge',
      'Windows',
      false,
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
      'Safari',
      'macOS',
      false,
    ],
    [
      'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
      true,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
      'Chrome',
      'iPhone',
      true,
    ],
    ['curl/8.0', undefined, undefined, false],
    ['', undefined, undefined, false],
  ]
  for (const [userAgent, browser, system, portable] of cases) {
    it(`recognises ${browser ?? 'nothing'} in ${userAgent.slice(0, 30) || 'nothing'}`, () => {
      assert.deepEqual(deviceOf(userAgent), { browser, system, portable })
    })
  }
})
