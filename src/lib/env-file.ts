/** What a `.env` file says, and the lines of it that say nothing. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>
  /** One sentence each, with the line number; the line itself may hold a secret and is not repeated. */
  readonly problems: readonly string[]
}

const start = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*/
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * Reads the text of a `.env` file.
 *
 * - `NAME=value`, one a line, `export` before it allowed. Of two with one name the later counts.
 * - Without quotes a value ends with the line; spaces around it are dropped, and ` #` begins a comment.
 * - `'...'` is taken as it is. In `"..."` the escapes `\n \r \t \" \\ \$` mean what they mean in a shell's `$'...'`,
 *   and any other backslash stays. Both may run over several lines; after them only a comment may follow.
 * - Nothing is expanded: `$NAME` is those five characters.
 */
export const parseEnvFile = (text: string): EnvFile => {
  const values: Record<string, string> = {}
  const problems: string[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    const found = start.exec(line)
    const [prefix, name] = found ?? []
    if (prefix === undefined || name === undefined) {
      problems.push(`line ${at + 1}: expected NAME=value`)
      continue
    }
    const rest = line.slice(prefix.length)
    const quote = rest[0]
    if (quote !== '"' && quote !== "'") {
      values[name] = rest.replace(/(^|[ \t])#.*$/, '').trim()
      continue
    }
    // A quoted value may hold what trimming would have removed, so it is read from the file's own lines.
    const own = lines[at] ?? ''
    const body = [own.slice(own.indexOf(quote, own.indexOf('=')) + 1), ...lines.slice(at + 1)].join('\n')
    const end = closing(body, quote)
    if (end === undefined) {
      problems.push(`line ${at + 1}: the quote that ${name} begins with is never closed`)
      break
    }
    const inside = body.slice(0, end)
    const first = at + 1
    at += inside.split('\n').length - 1
    const after = body.slice(end + 1).split('\n', 1)[0] ?? ''
    if (!/^[ \t]*(#.*)?$/.test(after)) problems.push(`line ${first}: something follows the closing quote of ${name}`)
    else values[name] = quote === "'" ? inside : withoutEscapes(inside)
  }
  return { values, problems }
}

const closing = (body: string, quote: string): number | undefined => {
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] === '\\' && quote === '"') at += 1
    else if (body[at] === quote) return at
  }
  return undefined
}

const withoutEscapes = (text: string): string =>
  text.replace(/\\([nrt"\\$])/g, (_, letter: string) => escapes[letter] ?? letter)
