import type { TestApp } from './app.ts'
import type { Seen, TestBrowser } from './browser-in-memory.ts'

/** Sends a form with a file, as a browser does whose page has one. */
export const upload = async (
  { app, base }: Pick<TestApp, 'app' | 'base'>,
  browser: TestBrowser,
  path: string,
  sent: {
    readonly file?: readonly [name: string, bytes: Uint8Array]
    readonly fields?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<Seen> => {
  const form = new FormData()
  for (const [name, value] of Object.entries(sent.fields ?? {})) form.append(name, value)
  const { file } = sent
  if (file !== undefined) form.append(file[0], new Blob([new Uint8Array(file[1])], { type: 'image/png' }), 'x.png')
  const url = new URL(path, base)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const whole = new Response(form)
  const type = whole.headers.get('content-type') ?? ''
  const body = await whole.arrayBuffer()
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': type, ...sent.headers }
  const answer = await app.answer(new Request(url, { method: 'POST', body, headers }), { address: '192.0.2.1' })
  const location = answer.headers.get('location')
  return {
    status: answer.status,
    url,
    headers: answer.headers,
    text: await answer.text(),
    location: location === null ? undefined : new URL(location, url),
  }
}

/** The hidden field of the forms on a page. */
export const formTokenOn = ({ text }: Pick<Seen, 'text'>): string =>
  /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? ''
