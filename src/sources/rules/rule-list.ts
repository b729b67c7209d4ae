import { type Cells, readCsv } from '../../lib/csv.ts'
import { canonicalDomain } from '../../lib/domain.ts'
import type { InstanceRule, RuleAction } from '../fediverse/rules.ts'

/** What Mastodon writes down of a server it limits. */
export const severities = ['suspend', 'silence', 'noop'] as const
export type Severity = (typeof severities)[number]

/** One server of a list, as it was read. */
export interface Listed {
  /** Counted from 1. */
  readonly line: number
  readonly domain: string
  readonly severity: Severity | undefined
  /** Its public comment. */
  readonly reason: string
}

export interface SkippedRow {
  readonly line: number
  /** As it was written, cut short. */
  readonly domain: string
  readonly why: 'obfuscated' | 'no_domain' | 'severity' | 'twice' | 'kept'
}

export type ReadList =
  | {
      readonly ok: true
      /** What the list's form says it is; undefined where it could be either. */
      readonly action: RuleAction | undefined
      readonly rows: readonly Listed[]
      readonly skipped: readonly SkippedRow[]
    }
  | { readonly ok: false; readonly problem: 'empty' | 'too_long' | 'no_list' }

const mostRows = 50_000
const mostReason = 500

/**
 * Reads a list of servers as Mastodon exports it: `#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate` for those that are
 * blocked, `#domain` alone for those that are allowed; or one domain on each line, of which nobody can tell what it is for. Rows that hide
 * what they mean (`ex*mple.org`) are skipped: they would hit somebody else, or nobody.
 */
export const readRuleList = (text: string): ReadList => {
  const lines = readCsv(text)
  if (lines.length === 0) return { ok: false, problem: 'empty' }
  if (lines.length > mostRows) return { ok: false, problem: 'too_long' }
  const heading = headingOf(lines[0])
  const columns = heading ?? ['domain', 'severity']
  const skipped: SkippedRow[] = []
  const rows: Listed[] = []
  const seen = new Set<string>()
  for (const { line, cells } of heading === undefined ? lines : lines.slice(1)) {
    const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? ''
    const written = cell('domain')
    if (written === '' || (heading === undefined && written.startsWith('#'))) continue
    const domain = canonicalDomain(written)
    const why = written.includes('*') ? 'obfuscated' : domain === undefined ? 'no_domain' : seen.has(domain) && 'twice'
    if (why || domain === undefined) {
      skipped.push({ line, domain: written.slice(0, 100), why: why || 'no_domain' })
      continue
    }
    seen.add(domain)
    const severity = severities.find((known) => known === cell('severity').toLowerCase())
    rows.push({ line, domain, severity, reason: oneLine(cell('public_comment')) })
  }
  if (rows.length === 0 && !skipped.some(({ why }) => why === 'obfuscated')) return { ok: false, problem: 'no_list' }
  return { ok: true, action: actionOf(heading, rows), rows, skipped }
}

/** The names of the columns, if that is what the first line has. */
const headingOf = (first: Cells | undefined): readonly string[] | undefined => {
  const names = first?.cells.map((cell) => cell.trim().replace(/^#/, '').toLowerCase()) ?? []
  return names.includes('domain') ? names : undefined
}

const actionOf = (heading: readonly string[] | undefined, rows: readonly Listed[]): RuleAction | undefined => {
  if (heading === undefined) return rows.some(({ severity }) => severity !== undefined) ? 'deny' : undefined
  if (heading.includes('severity')) return 'deny'
  return heading.length === 1 ? 'allow' : undefined
}

const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, mostReason)
    .toWellFormed()

/** All rules about domains that act as `action`, in Mastodon's form. What Mastodon cannot say (a software, every domain) is left out. */
export const writeRuleList = (rules: readonly InstanceRule[], action: RuleAction): string => {
  const listed = rules
    .filter((rule) => rule.about === 'domain' && rule.action === action && rule.value !== '*')
    .sort((one, other) => (one.value < other.value ? -1 : 1))
  const lines =
    action === 'allow'
      ? ['#domain', ...listed.map(({ value }) => value)]
      : [
          '#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate',
          ...listed.map(({ value, reason }) => `${value},suspend,false,false,${quoted(reason)},false`),
        ]
  return `${lines.join('\n')}\n`
}

/** A leading `=` or the like would be a formula to a spreadsheet. */
const quoted = (text: string): string => {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
