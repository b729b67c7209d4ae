/** A form as a browser without scripts would send it. */
export interface HtmlForm {
  /** As written; empty when the form goes to where its page is. */
  readonly action: string
  readonly method: 'get' | 'post'
  /** What is sent when nobody touches anything. */
  readonly fields: ReadonlyMap<string, string>
  /** By id: what pressing it adds. */
  readonly buttons: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return named[name ?? ''] ?? whole
  })

type Attributes = ReadonlyMap<string, string>

const attributesOf = (text: string): Attributes =>
  new Map(
    [...text.matchAll(/([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)].map(
      ([, name = '', double, single, bare]) => [name.toLowerCase(), unescapeHtml(double ?? single ?? bare ?? '')],
    ),
  )

const elements = (html: string, name: string): Attributes[] =>
  [...html.matchAll(new RegExp(`<${name}\\b((?:"[^"]*"|'[^']*'|[^>"'])*)>`, 'gi'))].map(([, text = '']) =>
    attributesOf(text),
  )

const value = (element: Attributes): ReadonlyMap<string, string> => {
  const name = element.get('name')
  return new Map(name === undefined ? [] : [[name, element.get('value') ?? '']])
}

const isPressed = (element: Attributes): boolean => ['submit', 'button', 'image'].includes(element.get('type') ?? '')
const isLeftOut = (element: Attributes): boolean =>
  isPressed(element) || (['checkbox', 'radio'].includes(element.get('type') ?? '') && !element.has('checked'))

export const formsIn = (html: string): HtmlForm[] =>
  [...html.matchAll(/<form\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', body = '']) => {
    const form = attributesOf(tag)
    const inputs = elements(body, 'input')
    const pressed = [...elements(body, 'button'), ...inputs.filter(isPressed)]
    return {
      action: form.get('action') ?? '',
      method: form.get('method')?.toLowerCase() === 'post' ? 'post' : 'get',
      fields: new Map(inputs.filter((input) => !isLeftOut(input)).flatMap((input) => [...value(input)])),
      buttons: new Map(pressed.map((button) => [button.get('id') ?? '', value(button)])),
    }
  })
