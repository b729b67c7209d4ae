/** Whether text names a place that going out may be allowed to: `host`, `host:port` (https) or `http://host:port`. */
export const isOutboundTarget = (text: string): boolean => {
  const url = /^https?:\/\//.test(text) ? text : `https://${text}`
  if (!URL.canParse(url) || /[\s@?#*]/.test(text)) return false
  return new URL(url).pathname === '/' && !text.endsWith('/')
}
