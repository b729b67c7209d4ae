import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  brandStylesheet,
  correctedAccent,
  createBrand,
  leastContrast,
  serveBrandStylesheet,
  surfaces,
} from '../../../src/web/ui/brand.ts'
import { contrast, fitToScreen, fromHex, type Oklch } from '../../../src/web/ui/colour.ts'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
const white: Oklch = { l: 1, c: 0, h: 0 }
const black: Oklch = { l: 0, c: 0, h: 0 }

const style = readFileSync(new URL('../../../src/web/client/names.css', import.meta.url), 'utf8')

/** A colour of `names.css` in both schemes. */
const token = (name: string): { readonly light: Oklch; readonly dark: Oklch } => {
  const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`
  const found = new RegExp(`--${name}: light-dark\\(${colour}, ${colour}\\)`).exec(style)
  assert.ok(found, `--${name} is in names.css`)
  const [l = 0, c = 0, h = 0, dl = 0, dc = 0, dh = 0] = found.slice(1).map(Number)
  return { light: { l, c, h }, dark: { l: dl, c: dc, h: dh } }
}

describe('colour', () => {
  it('knows the contrasts that everybody knows', () => {
    assert.ok(Math.abs(contrast(white, black) - 21) < 0.01)
    assert.equal(contrast(white, white), 1)
    // WebAIM's example: #767676 on white is the lightest grey that passes.
    assert.ok(Math.abs(contrast(fromHex('#767676') ?? black, white) - 4.54) < 0.02)
  })

  it('reads what a browser reads in hexadecimal colours', () => {
    const red = fromHex('#FF0000')
    assert.ok(red)
    assert.ok(Math.abs(red.l - 0.628) < 0.001 && Math.abs(red.c - 0.2577) < 0.001 && Math.abs(red.h - 29.23) < 0.1)
    for (const text of ['', 'red', '#fff', '#12345g', '#1234567', 'x#123456']) assert.equal(fromHex(text), undefined)
  })

  it('leaves a colour that a screen can show as it is', () => {
    fc.assert(
      fc.property(hex, (text) => {
        const colour = fromHex(text)
        assert.ok(colour)
        assert.ok(fitToScreen(colour).c > colour.c - 0.002)
      }),
    )
  })
})

describe('correctedAccent', () => {
  it('can be read on everything, and written on, whatever colour was asked for', () => {
    fc.assert(
      fc.property(hex, (wanted) => {
        const corrected = correctedAccent(wanted)
        for (const scheme of ['light', 'dark'] as const) {
          const { accent, wash } = corrected[scheme]
          for (const surface of [...Object.values(surfaces[scheme]), wash]) {
            assert.ok(contrast(accent, surface) >= leastContrast, `${wanted} ${scheme}`)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the hue that was asked for', () => {
    for (const wanted of ['#b3261e', '#1e6b3a', '#6750a4', '#ffd60a']) {
      const { light, dark } = correctedAccent(wanted)
      assert.equal(light.accent.h, fromHex(wanted)?.h)
      assert.equal(dark.accent.h, fromHex(wanted)?.h)
    }
  })

  it('is blue when nothing, or nonsense, was asked for', () => {
    assert.deepEqual(correctedAccent('javascript:'), correctedAccent())
    assert.equal(correctedAccent().light.accent.h, 262)
  })
})

describe('the stylesheet', () => {
  it('has the surfaces that contrast is computed against', () => {
    for (const name of ['paper', 'card', 'stone'] as const) {
      assert.deepEqual(token(name), { light: surfaces.light[name], dark: surfaces.dark[name] })
    }
    assert.deepEqual(token('on-accent'), { light: surfaces.light.onAccent, dark: surfaces.dark.onAccent })
  })

  it('can be read: every ink on every surface it stands on', () => {
    const inks = ['ink', 'ink-2', 'accent', 'good', 'warn', 'bad']
    const grounds = ['paper', 'card', 'stone', 'wash', 'good-wash', 'warn-wash', 'bad-wash']
    for (const scheme of ['light', 'dark'] as const) {
      for (const ink of inks) {
        for (const ground of grounds) {
          const ratio = contrast(token(ink)[scheme], token(ground)[scheme])
          assert.ok(ratio >= 4.5, `${ink} on ${ground}, ${scheme}: ${ratio.toFixed(2)}`)
        }
      }
      for (const field of ['accent', 'bad']) {
        assert.ok(contrast(token('on-accent')[scheme], token(field)[scheme]) >= 4.5, `on ${field}, ${scheme}`)
      }
      // WCAG 1.4.11: the edge of a field is how one sees that there is a field.
      for (const ground of ['paper', 'card']) {
        assert.ok(contrast(token('edge')[scheme], token(ground)[scheme]) >= 3, `edge on ${ground}, ${scheme}`)
      }
    }
  })

  it('stays below 20 kB, with what an installation adds', async () => {
    const { asset, serveAsset } = await import('../../../src/web/ui/assets.ts')
    const served = (await serveAsset(asset('style.css'))?.arrayBuffer())?.byteLength ?? 0
    assert.ok(served > 5000 && served + brandStylesheet({ name: 'x' }).length < 20_000, `${served}`)
  })
})

describe('createBrand', () => {
  const base = 'https://id.example.org'

  it('gives every look an address of its own', () => {
    const one = createBrand({ name: 'One', accent: '#112233' }, base).stylesheet
    assert.match(one, /^\/brand\.css\?v=[\w-]{12}$/)
    assert.notEqual(one, createBrand({ name: 'One', accent: '#aa2233' }, base).stylesheet)
    assert.equal(one, createBrand({ name: 'Two', accent: '#112233' }, base).stylesheet)
  })

  it('offers only links that lead somewhere', () => {
    const links = [
      'https://a.example/',
      '/help',
      'mailto:a@b.example',
      'javascript:alert(1)',
      '//evil.example',
      'data:text/html,x',
    ]
    const brand = createBrand({ name: 'x', links: links.map((href) => ({ label: 'x', href })) }, base)
    assert.deepEqual(
      brand.links.map(({ href }) => href),
      ['https://a.example/', '/help', 'mailto:a@b.example'],
    )
  })

  it('puts nothing into its stylesheet but colours', async () => {
    const css = await serveBrandStylesheet({ name: '}</style>', accent: '#123456;}body{}' }).text()
    assert.match(css, /^:root\{(?:--[a-z-]+:[a-z0-9.(), -]+;?)+\}\n$/)
  })
})
