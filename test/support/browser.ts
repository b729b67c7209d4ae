import { after } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { chromiumPath } from '../setup/capabilities.ts'

/**
 * Call once at the top of a test file. Answers how to get a fresh browser profile; Chromium itself starts with the
 * first one, serves the whole file, and ends with it.
 */
export const useChromium = (): ((options?: BrowserContextOptions) => Promise<BrowserContext>) => {
  let browser: Promise<Browser> | undefined
  after(async () => {
    await (await browser)?.close()
  })
  return async (options = {}) => {
    const executablePath = chromiumPath()
    if (executablePath === undefined) throw new Error('there is no Chromium: guard this suite with needs("chromium")')
    browser ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
    const context = await (await browser).newContext({ locale: 'en', ignoreHTTPSErrors: true, ...options })
    context.setDefaultTimeout(30_000)
    return context
  }
}

/** Signs in on the page where a flow has stopped to ask who somebody is. */
export const signInOn = async (page: Page, who: { identifier: string; password: string }): Promise<void> => {
  await page.fill('[name=identifier]', who.identifier)
  await page.fill('[name=password]', who.password)
  await page.click('#sign-in')
}

/** Allows what the consent page asks for. */
export const allowOn = async (page: Page): Promise<void> => {
  await page.click('#allow')
}
