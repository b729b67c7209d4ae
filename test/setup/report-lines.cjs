const { inspect } = require('node:util')

/** A test reporter: one line of JSON for each test that ended, as `Line` in test-file.ts describes it. */
module.exports = async function* reportLines(events) {
  const names = []
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      names.length = data.nesting
      names[data.nesting] = data.name
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const error = data.details.error
    const isOnlyItsTests = error?.failureType === 'subtestsFailed'
    if (isOnlyItsTests || (data.details.type === 'suite' && type === 'test:pass' && data.skip === undefined)) continue
    const skipped = data.skip ?? data.todo
    const line = {
      name: [...names.slice(0, data.nesting), data.name].join(' › '),
      outcome: skipped !== undefined && skipped !== false ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      why:
        error === undefined
          ? typeof skipped === 'string'
            ? skipped
            : ''
          : inspect(error.cause ?? error, { depth: 6 }),
    }
    yield `${JSON.stringify(line)}\n`
  }
}
