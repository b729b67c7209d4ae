/** Everything that is wrong with what an operator wrote, a plain sentence each. No sentence repeats a secret. */
export class Problems extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'Problems'
    this.problems = problems
  }
}
