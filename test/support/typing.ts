/** A control of a form that a person can see and change. */
interface Control {
  readonly name: string
  readonly kind: string
  readonly attributes: string
  /** Of a choice, what it sends; otherwise what is in it. */
  readonly value: string
  readonly checked: boolean
}

export interface SeenForm {
  readonly action: string
  readonly hidden: Readonly<Record<string, string>>
  readonly controls: readonly Control[]
  /** What the button sends that is pressed. */
  readonly button: Readonly<Record<string, string>>
}

const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag) ?? []
  return value?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

const has = (tag: string, name: string): boolean => new RegExp(`(?:^|\\s)${name}(?:[\\s=]|$)`).test(tag)

const anyControl = /<input\b([^>]*)>|<textarea\b([^>]*)>([^<]*)<\/textarea>|<select\b([^>]*)>([\s\S]*?)<\/select>/g

const controlsIn = (body: string): readonly Control[] =>
  [...body.matchAll(anyControl)]
    .map(([, input, textarea, text = '', select = '', options = '']): Control => {
      const attributes = input ?? textarea ?? select
      const kind =
        input !== undefined ? (attribute(input, 'type') ?? 'text') : textarea === undefined ? 'select' : 'text'
      const [, chosen = ''] =
        [...options.matchAll(/<option([^>]*)>/g)].find(([, one = '']) => has(one, 'selected')) ?? []
      const inside =
        textarea === undefined ? attribute(kind === 'select' ? chosen : attributes, 'value') : text.slice(1)
      const name = attribute(attributes, 'name') ?? ''
      return { name, kind, attributes: attributes + options, value: inside ?? '', checked: has(attributes, 'checked') }
    })
    .filter(({ attributes }) => !/(?:^|\s)disabled/.test(attributes))

/** The forms of a page that change something, once for each of their buttons. */
export const formsToSend = (text: string, page: string): readonly SeenForm[] =>
  [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)]
    .filter(([, tag = '']) => attribute(tag, 'method') === 'post')
    .flatMap(([, tag = '', body = '']) => {
      const all = controlsIn(body)
      const hidden = all.filter(({ kind }) => kind === 'hidden').map(({ name, value }) => [name, value])
      return buttonsIn(body).map((button) => ({
        action: attribute(tag, 'action') ?? page,
        hidden: Object.fromEntries(hidden),
        controls: all.filter(({ kind }) => kind !== 'hidden'),
        button,
      }))
    })

const buttonsIn = (body: string): readonly Readonly<Record<string, string>>[] =>
  [...body.matchAll(/<button\b([^>]*)>/g)]
    .filter(([, button = '']) => attribute(button, 'type') !== 'button')
    .map(([, button = '']) => {
      const name = attribute(button, 'name')
      return name === undefined ? {} : { [name]: attribute(button, 'value') ?? '' }
    })

/** What the form holds, as a browser would send it; neither secrets nor files. */
export const heldBy = ({ controls }: Pick<SeenForm, 'controls'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    controls
      .filter(({ kind, checked }) => !['password', 'file'].includes(kind) && (!isChoice(kind) || checked))
      .map(({ name, value }) => [name, value]),
  )

const isChoice = (kind: string): boolean => kind === 'checkbox' || kind === 'radio'

/** The same with something else in each of its fields, and every box the other way round. */
export const typedInto = ({ controls }: SeenForm): Readonly<Record<string, string>> => {
  const typed: Record<string, string> = {}
  let number = 0
  for (const control of controls) {
    const { name, kind, value, checked, attributes } = control
    if (kind === 'checkbox' && !checked) typed[name] = value
    else if (kind === 'radio' && !checked) typed[name] ??= value
    else if (kind === 'select') typed[name] = otherOption(attributes, value)
    else if (kind === 'email') typed[name] = 'typed@example.org'
    else if (!isChoice(kind) && kind !== 'file')
      typed[name] = has(attributes, 'inputmode') ? String(++number) : `typed${name.length}`
  }
  return typed
}

/** One of its kind is enough. */
export const kindOf = ({ action, controls, button }: SeenForm): string =>
  [action, ...controls.map(({ name }) => name), JSON.stringify(button)].join(' ')

const otherOption = (options: string, chosen: string): string =>
  [...options.matchAll(/<option([^>]*)>/g)]
    .map(([, option = '']) => attribute(option, 'value') ?? '')
    .find((value) => value !== chosen && value !== '') ?? chosen
