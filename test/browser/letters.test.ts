import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { sentencesFor } from '../../src/locales/sentences.ts'
import { needs } from '../setup/capabilities.ts'
import { useChromium } from '../support/browser.ts'
import { widths } from '../support/preview.ts'
import { longData, plainData } from '../unit/web/sample-data.ts'
import { sampleLetters } from '../unit/web/sample-letters.ts'

const base = 'https://id.example.org'
const branding = { name: 'Example ID', accent: '#8a6d00' }
const plain = sampleLetters(plainData, { branding, base })
const long = sampleLetters(longData, { branding: { name: longData.group }, base, sentences: sentencesFor('de') })

const newContext = useChromium()

describe('every letter in a browser', needs('chromium'), () => {
  for (const [size, colorScheme] of [
    ['narrow', 'light'],
    ['narrow', 'dark'],
    ['wide', 'light'],
  ] as const) {
    it(`can be read by everybody, ${size} and ${colorScheme}, and never has to be moved sideways`, async () => {
      const context = await newContext({ colorScheme, viewport: widths[size] })
      try {
        const tab = await context.newPage()
        const asked: string[] = []
        tab.on('request', (request) => asked.push(request.url()))
        for (const [name, { html }] of [...Object.entries(plain), ...Object.entries(long)]) {
          await tab.setContent(html)
          const { violations } = await new AxeBuilder({ page: tab }).setLegacyMode().analyze()
          const told = violations
            // A mail has no page around it that landmarks would tell apart.
            .filter(({ id }) => !/^(?:region|landmark-one-main|page-has-heading-one)$/.test(id))
            .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
          assert.deepEqual(told, [], name)
          assert.equal(await tab.evaluate('document.documentElement.scrollWidth'), widths[size].width, name)
        }
        assert.deepEqual(asked, [])
      } finally {
        await context.close()
      }
    })
  }
})
