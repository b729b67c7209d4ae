import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** A server of somebody else's, or our own, as a child of the tests. */
export interface Server {
  /** Everything it has written so far. */
  output(): string
  /** Asks it to end and waits until it has; answers its exit code, or the signal that ended it. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGQUIT'): Promise<number | string>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

const started = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})

const answers = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    await answer.arrayBuffer()
    return answer.status < 500
  } catch {
    return false
  }
}

/**
 * Starts a program and waits until `readyUrl` is answered, or as `isReady` says. Throws with what it wrote when it ends
 * before that.
 */
export const startServer = async (options: {
  readonly command: string
  readonly args: readonly string[]
  readonly readyUrl: string
  readonly isReady?: (readyUrl: string) => Promise<boolean>
  readonly cwd?: string
  readonly env?: Record<string, string>
  /** As whom, where we are root. */
  readonly uid?: number
  readonly gid?: number
}): Promise<Server> => {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  const ended = once(child, 'exit').finally(() => started.delete(child))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null

  const server: Server = {
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (!hasEnded()) child.kill(signal)
      await ended
      return child.exitCode ?? child.signalCode ?? 'unknown'
    },
    async kill() {
      if (!hasEnded()) child.kill('SIGKILL')
      await ended
    },
  }

  const limit = Date.now() + 60_000
  while (!(await (options.isReady ?? answers)(options.readyUrl))) {
    if (hasEnded() || Date.now() > limit) {
      await server.kill()
      throw new Error(`${options.command} ${options.args.join(' ')} did not become ready:\n${output}`)
    }
    await delay(25)
  }
  return server
}
