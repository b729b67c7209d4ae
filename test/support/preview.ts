/**
 * Renders every page with sample data and photographs it, narrow and wide, light and dark, so that somebody can look.
 *   node test/support/preview.ts [--language de] [--data long] [--only name,name] [--out folder]
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { page } from '../../src/http/respond.ts'
import { pseudo } from '../../src/locales/pseudo.ts'
import { sentencesFor } from '../../src/locales/sentences.ts'
import { serveAsset } from '../../src/web/ui/assets.ts'
import { type Branding, createBrand, defaultBranding, serveBrandStylesheet } from '../../src/web/ui/brand.ts'
import { chromiumPath } from '../setup/capabilities.ts'
import { foreignData, longData, plainData } from '../unit/web/sample-data.ts'
import { samplePages } from '../unit/web/sample-pages.ts'

const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath() ?? 'chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] })

/** Serves finished pages by name, under the policy that the program sends them with. Port 0: whichever is free. */
export const servePages = async (
  pages: Readonly<Record<string, string>>,
  branding: Branding = defaultBranding,
): Promise<{ readonly url: (name: string) => string; readonly close: () => Promise<void> }> => {
  const server: Server = createServer((request, answer) => {
    const path = request.url?.split('?')[0] ?? '/'
    const found =
      path === '/brand.css'
        ? serveBrandStylesheet(branding)
        : (serveAsset(path) ?? page(pages[path.slice(1)] ?? '', { status: path.slice(1) in pages ? 200 : 404 }))
    void found.arrayBuffer().then((body) => {
      answer.writeHead(found.status, Object.fromEntries(found.headers))
      answer.end(Buffer.from(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export const widths = { narrow: { width: 360, height: 780 }, wide: { width: 1280, height: 900 } } as const
const schemes = ['light', 'dark'] as const

const photograph = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      language: { type: 'string', default: 'en' },
      data: { type: 'string', default: 'plain' },
      only: { type: 'string' },
      accent: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const sentences = values.language === 'pseudo' ? pseudo : sentencesFor(values.language)
  const branding = { name: 'Example ID', accent: values.accent, links: [{ label: 'Privacy', href: '/privacy' }] }
  const brand = createBrand(branding, 'https://id.example.org')
  const data = { long: longData, foreign: foreignData }[values.data] ?? plainData
  const pages = samplePages(sentences, brand, data)
  const only = values.only?.split(',')
  const out = values.out ?? mkdtempSync(join(tmpdir(), 'portico-pages-'))
  mkdirSync(out, { recursive: true })
  const server = await servePages(pages, branding)
  const browser = await launchChromium()
  try {
    for (const [size, viewport] of Object.entries(widths)) {
      for (const colorScheme of schemes) {
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
        const tab = await context.newPage()
        // The page that leaves at once would be gone before it could be looked at.
        await tab.route('**/assets/post.*.js', (route) => route.abort())
        for (const [name, content] of Object.entries(pages)) {
          if (only !== undefined && !only.some((wanted) => name.startsWith(wanted))) continue
          if (content.includes('http-equiv="refresh"')) continue
          await tab.goto(server.url(name))
          await tab.screenshot({ path: join(out, `${name}-${size}-${colorScheme}.png`), fullPage: true })
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    await server.close()
  }
  console.log(out)
}

if (import.meta.main) await photograph()
