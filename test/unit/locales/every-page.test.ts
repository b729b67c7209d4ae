import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pseudo } from '../../../src/locales/pseudo.ts'
import { createBrand } from '../../../src/web/ui/brand.ts'
import { foreignData } from '../web/sample-data.ts'
import { samplePages } from '../web/sample-pages.ts'
import { visibleTexts } from '../web/visible-words.ts'

const brand = createBrand({ name: 'Портик', links: [{ label: 'Справка', href: '/1' }] }, 'https://198.51.100.1')
/** Names of other people's products, which no language translates. */
const products = /\b(?:Firefox|Safari|Linux|iPhone)\b/g

const pages = samplePages(pseudo, brand, foreignData)

describe('every page', () => {
  for (const [name, markup] of Object.entries(pages)) {
    it(`has no sentence of its own: ${name}`, () => {
      const left = visibleTexts(markup).filter(({ text }) => /[A-Za-z]/.test(text.replace(products, '')))
      assert.deepEqual(left, [])
    })
  }
})

describe('visibleTexts', () => {
  it('finds what is read in texts and attributes, and leaves out what is data', () => {
    const markup =
      '<p title="One">Two <b translate="no">three <i translate="yes">four</i></b></p><input type="submit" value="five"><input type="text" value="six" placeholder="seven"><script>eight</script>'
    assert.deepEqual(
      visibleTexts(markup).map(({ text }) => text),
      ['One', 'Two', 'four', 'five', 'seven'],
    )
  })

  it('refuses markup that is not closed as it was opened', () => {
    assert.throws(() => visibleTexts('<p><b></p>'))
    assert.throws(() => visibleTexts('<p>'))
  })
})
