import { readFileSync } from 'node:fs'

export const projectFile = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

export interface Instruction {
  readonly name: string
  readonly rest: string
}

export interface Stage {
  readonly base: string
  readonly instructions: readonly Instruction[]
}

/** The stages of a Dockerfile; comments are gone, and what was broken into lines is one again. */
export const readDockerfile = (text: string): readonly Stage[] => {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const stages: { base: string; instructions: Instruction[] }[] = []
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    if (name === 'FROM') stages.push({ base: rest.split(/\s+/)[0] ?? '', instructions: [] })
    else stages.at(-1)?.instructions.push({ name, rest })
  }
  return stages
}

export const all = (stage: Stage | undefined, name: string): readonly string[] =>
  (stage?.instructions ?? []).filter((instruction) => instruction.name === name).map(({ rest }) => rest)

/** The words of an instruction in its exec form, `["node", "-e", "..."]`; options stand before them. */
export const execForm = (rest: string | undefined): readonly string[] => {
  const list = /\[.*\]$/.exec(rest ?? '')?.[0]
  const words: unknown = list === undefined ? undefined : JSON.parse(list)
  if (!Array.isArray(words)) throw new Error(`not in exec form: ${rest}`)
  return words.map(String)
}
