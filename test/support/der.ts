/** Just enough of DER (X.690) to write certificates with. */
const der = (tag: number, ...contents: Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents)
  const size = content.length.toString(16).padStart(content.length < 0x80 ? 2 : 4, '0')
  const length = Buffer.from(
    content.length < 0x80 ? size : content.length < 0x100 ? `81${size.slice(-2)}` : `82${size}`,
    'hex',
  )
  return Buffer.concat([Buffer.of(tag), length, content])
}

export const sequence = (...contents: Uint8Array[]): Buffer => der(0x30, ...contents)
export const set = (...contents: Uint8Array[]): Buffer => der(0x31, ...contents)
export const octets = (...contents: Uint8Array[]): Buffer => der(0x04, ...contents)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
export const yes: Buffer = der(0x01, Buffer.of(0xff))
/** `unused` bits at the end are not part of the string. */
export const bits = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), content)
/** A positive number, whose first byte must not read as a sign. */
export const integer = (bytes: Uint8Array): Buffer =>
  der(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]))
/** Inside a structure: `[number]`, constructed or not. */
export const tagged = (number: number, content: Uint8Array, constructed = true): Buffer =>
  der((constructed ? 0xa0 : 0x80) | number, content)
export const time = (at: Date): Buffer =>
  der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))

export const objectId = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (value: number): number[] => {
    const bytes = [value & 0x7f]
    for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80)
    return bytes
  }
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}
