/** One line of a table, with the line it begins on, counted from 1. */
export interface Cells {
  readonly line: number
  readonly cells: readonly string[]
}

/** RFC 4180, patiently: a quote that is never closed ends with the text. Empty lines and a byte order mark say nothing. */
export const readCsv = (text: string): readonly Cells[] => {
  const rows: Cells[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let begun = 1
  const endRow = (): void => {
    cells.push(cell)
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, cells })
    cells = []
    cell = ''
    begun = line
  }
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  for (let at = 0; at < whole.length; at += 1) {
    const character = whole[at]
    if (character === '\n') line += 1
    if (quoted) {
      if (character !== '"') cell += character
      else if (whole[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === ',') {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') endRow()
    else cell += character
  }
  endRow()
  return rows
}
