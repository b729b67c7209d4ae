import { type TestStep, testServer as test, verdictOfStep } from '../../diagnosis/test-server.ts'
import { formatDay } from '../../locales/format.ts'
import { type Sentences, sentencesFor } from '../../locales/sentences.ts'
import type { SourceWorld } from '../../sources/source.ts'

export interface ToldStep {
  readonly step: TestStep['step']
  readonly verdict: 'right' | 'warning' | 'wrong'
  /** What was looked at, and what was found there. */
  readonly about: string
  readonly said: string
}

export interface ServerTest {
  readonly verdict: ToldStep['verdict']
  /** How it ends, in a sentence. */
  readonly said: string
  readonly steps: readonly ToldStep[]
}

/** Walks the way of a sign-in for an address and tells each step, in words. */
export const testServer = async (
  world: SourceWorld,
  asked: { readonly address: string; readonly register: boolean; readonly name: string },
  sentences: Sentences = sentencesFor(undefined),
): Promise<ServerTest> => {
  const found = await test(world, asked.address, asked)
  const { serverTest: texts } = sentences.console
  const steps = found.map((step) => ({
    step: step.step,
    verdict: verdictOfStep(step),
    about: texts.steps[step.step],
    said: tell(step, sentences),
  }))
  const verdict = (['wrong', 'warning'] as const).find((one) => steps.some((step) => step.verdict === one)) ?? 'right'
  return { verdict, said: texts.ends[verdict], steps }
}

const tell = (step: TestStep, { console, tag }: Sentences): string => {
  const { found: said, dialects } = console.serverTest
  switch (step.step) {
    case 'address':
      if (step.found === 'server') return said.server(step)
      return 'user' in step ? said[step.found](step) : said[step.found]
    case 'webfinger':
      return step.found === 'actor' ? said.actor(step) : said.noActor(step)
    case 'elsewhere':
      return said.moved(step)
    case 'nodeinfo':
      return step.found === 'software' ? said.software(step) : said.noSoftware
    case 'metadata':
      if (step.found === 'metadata') return said.metadata(step)
      return step.found === 'nothing' ? said.noMetadata : said[step.found]
    case 'handles':
      return said.other_domain(step)
    case 'dialect':
      if (step.found === 'dialect')
        return `${said.dialect({ dialect: dialects[step.dialect] })} ${said.because[step.because]}`
      return step.found === 'unsupported' ? said.unsupported(step) : said[step.found]
    case 'rules':
      if (step.found === 'admitted') return said.admitted
      return step.reason === '' ? said.denied(step) : said.deniedBecause(step)
    case 'source':
      return step.found === 'off' ? said.off : said.not_taken(step)
    case 'registration':
      return step.found === 'known' ? said.known({ date: formatDay(tag, step.since) }) : said[step.found]
    case 'asks':
      return said.scopes(step)
    case 'problem':
      return problemOf(step.problem.code, console.servers.problems)
  }
}

/** What only an OpenID provider gives rise to comes from no server. */
const problemOf = <P extends { readonly broken: string }>(code: string, problems: P): string =>
  new Map<string, string>(Object.entries(problems)).get(code) ?? problems.broken
