import { z } from 'zod'
import { canonicalDomain } from '../../lib/domain.ts'
import { formsOf } from './secret-forms.ts'

export const text = z
  .string()
  .trim()
  .min(1, 'is empty')
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'has a line break or a control character in it')
export const line = text.max(200, 'is longer than 200 characters')

export const serverDomain = line.refine((text) => canonicalDomain(text) !== undefined, {
  error: 'is not the domain of a server, such as social.example',
})

/** Looks at an entry as a whole also when one of its fields is wrong, so that everything is told at once. */
export const when = ({ value }: { value: unknown }): boolean => typeof value === 'object' && value !== null

export const note = z.string().max(500, 'is longer than 500 characters')
export const groupName = line.max(100, 'is longer than 100 characters')

export const isImage = (text: string): boolean => /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/.test(text)

/** Of the forms that a secret can be written in, one. */
export const oneForm = (secret: string) =>
  [
    (entry: object) => formsOf(entry, secret).length <= 1,
    { error: `has more than one of ${secret}, ${secret}Env, ${secret}File and ${secret}Hash. Keep one`, when },
  ] as const

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, 'is not a length of time. Write 90s, 10m, 1h or 30d')
  .transform((text) => Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units])
