const longest = 500

/**
 * A client id that is an address, where an application that registered nothing says who it is (OAuth Client ID Metadata Documents); undefined for
 * every other. It has one spelling, a path, and nothing that could be added to it: two of them are two applications.
 */
export const clientAddress = (clientId: string): URL | undefined => {
  if (clientId.length > longest || !clientId.startsWith('https://') || !URL.canParse(clientId)) return undefined
  const url = new URL(clientId)
  const plain = url.username === '' && url.password === '' && !/[?#]/.test(clientId)
  // As it was sent, so that `/./` or a capital letter in the host make none.
  return plain && url.href === clientId && url.pathname !== '/' ? url : undefined
}
