/**
 * Photographs the program as people see it, for README and the guide: `npm run screenshots`. Chromium has to be there;
 * it looks best with Debian's fonts-inter and fonts-urw-base35.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { chromiumPath } from '../../test/setup/capabilities.ts'
import { signInOn } from '../../test/support/browser.ts'
import { startPortico } from '../../test/support/portico-process.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { startTlsFront } from '../../test/support/tls-front.ts'
import { alice, browserId, fillDataFolder, type Sample, social } from './sample.ts'

const url = 'https://id.example.org'
const folder = fileURLToPath(new URL('.', import.meta.url))

const sizes: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1.25 },
  phone: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5, hasTouch: true, isMobile: true },
}

/** What this machine's system font would be, if it were somebody's own. */
const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>
<match target="pattern"><test name="family"><string>system-ui</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>
</fontconfig>`

/** From a page without a session to each thing worth seeing, in this order. */
const walk = async (tab: Page, { clientId, arrival }: Sample, take: (name: string) => Promise<void>): Promise<void> => {
  await tab.goto(`${url}/arrive?arrival=${arrival}`)
  await take('arrival')
  const request = new URLSearchParams({
    client_id: clientId,
    redirect_uri: 'https://social.example.org/callback',
    response_type: 'code',
    scope: 'openid profile email groups',
    state: 'xyz',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  await tab.goto(`${url}/authorize?${request}`)
  await take('fediverse')
  await tab.click('#use-password')
  await tab.locator('[name=password]').waitFor()
  await take('sign-in')
  await signInOn(tab, { identifier: alice.username, password: alice.password })
  await tab.locator('#allow').waitFor()
  await take('consent')
  await tab.goto(`${url}/`)
  await take('my-applications')
  await tab.goto(`${url}/console`)
  await take('console')
  await tab.goto(`${url}/console/applications`)
  await tab.getByRole('link', { name: social }).first().click()
  await tab.getByRole('heading', { level: 1, name: social }).waitFor()
  await take('application')
  await tab.goto(`${url}/console/connect/mastodon`)
  await tab.fill('[name=answer-host]', 'social.example.org')
  await tab.getByRole('button', { name: 'Connect it' }).click()
  await tab.getByText('OIDC_ENABLED').waitFor()
  await take('connect')
}

/** Few colours are enough for pages of text, and a palette is a third of the size. */
const keep = async (png: Buffer, name: string): Promise<void> => {
  const small = await sharp(png).png({ palette: true, effort: 10, compressionLevel: 9 }).toBuffer()
  writeFileSync(join(folder, `${name}.png`), small)
}

/** A house of its own for each, so that none shows what another did. */
const photograph = async (size: string, options: BrowserContextOptions): Promise<void> => {
  const data = await temporaryFolder()
  const environment = { PORTICO_URL: url, PORTICO_DATA: data.path, PORTICO_TRUSTED_PROXIES: '127.0.0.1' }
  const sample = await fillDataFolder(environment)
  const portico = await startPortico({ env: environment, dataDir: data.path })
  const target = portico.innerUrl.replace('localhost', '127.0.0.1')
  const front = await startTlsFront({ target, hostname: 'id.example.org' })
  const fontsFile = join(data.path, 'fonts.conf')
  writeFileSync(fontsFile, fonts)
  const port = new URL(front.url).port
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? 'chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', `--host-resolver-rules=MAP id.example.org:443 127.0.0.1:${port}`],
    env: { ...process.env, FONTCONFIG_FILE: fontsFile },
  })
  try {
    const context = await browser.newContext({
      ...options,
      locale: 'en',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      ignoreHTTPSErrors: true,
    })
    const secure = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
    await context.addCookies([
      { name: '__Host-portico-browser', value: browserId, domain: 'id.example.org', ...secure },
    ])
    const tab = await context.newPage()
    await walk(tab, sample, async (name) => {
      await tab.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
      await keep(await tab.screenshot(), `${name}-${size}-${options.colorScheme}`)
    })
  } finally {
    await browser.close()
    await front.close()
    await portico.stop()
    await data.remove()
  }
}

for (const [size, options] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) await photograph(size, { ...options, colorScheme })
}
