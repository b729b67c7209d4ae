import type { Seen } from '../../support/browser-in-memory.ts'
import type { Console } from './console-app.ts'

export const names = { name: 'Ann', username: 'ann' }
export const redirectUris = 'https://notes.example/cb'

/** The value of a field as the page shows it. */
export const shownIn = ({ text }: Seen, name: string): string | undefined => {
  const [, input] = new RegExp(`<input([^>]*name="${name}"[^>]*)>`).exec(text) ?? []
  return input === undefined
    ? new RegExp(`<textarea[^>]*name="${name}"[^>]*>\\n([^<]*)</textarea>`).exec(text)?.[1]
    : (/value="([^"]*)"/.exec(input)?.[1] ?? '')
}

/** The sentence beside a field that says what is wrong. */
export const problemOf = ({ text }: Seen, name: string): string | undefined =>
  new RegExp(`<p class="hint wrong" id="${name}-hint">.*?<span>(.*?)</span></p>`)
    .exec(text)?.[1]
    ?.replace(/<[^>]+>/g, '')

export const pasted = ({ text }: Seen, id: string): string | undefined =>
  new RegExp(`<pre[^>]*id="${id}"[^>]*>([^<]*)</pre>`).exec(text)?.[1]

/** As a browser would send the form of an application, a little of it. */
export const formOf = (seen: Seen) => ({
  name: 'Notes',
  slug: shownIn(seen, 'slug') ?? '',
  clientId: shownIn(seen, 'clientId') ?? '',
  redirectUris,
  kind: 'confidential',
  consent: 'explicit',
  signingAlgorithm: 'RS256',
  accessTokenLifetime: shownIn(seen, 'accessTokenLifetime') ?? '',
  idTokenLifetime: shownIn(seen, 'idTokenLifetime') ?? '',
  refreshTokenIdle: shownIn(seen, 'refreshTokenIdle') ?? '',
  refreshTokenLifetime: shownIn(seen, 'refreshTokenLifetime') ?? '',
})

export const connect = async ({ tab }: Console, changes: Readonly<Record<string, string>> = {}) => {
  const blank = await tab.get('/console/applications/new')
  return tab.submit(blank, { ...formOf(blank), ...changes }, { button: 'save' })
}
