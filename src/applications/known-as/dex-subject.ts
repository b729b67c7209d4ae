/**
 * The `sub` that Dex tells applications: unpadded base64url of a protobuf with the person's id at the connector (field 1) and the connector's
 * id (field 2). A field that is empty is left out.
 */
export const dexSubject = (userId: string, connectorId: string): string =>
  Buffer.concat([field(1, userId), field(2, connectorId)]).toString('base64url')

const field = (number: number, text: string): Buffer => {
  const bytes = Buffer.from(text)
  return bytes.length === 0 ? bytes : Buffer.concat([Buffer.of((number << 3) | 2), varint(bytes.length), bytes])
}

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return Buffer.from([...bytes, rest])
}
