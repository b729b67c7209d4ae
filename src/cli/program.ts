import { Argument, Command, CommanderError } from 'commander'
import type { ImportKind } from '../admin/moving/import-read.ts'
import { Problems } from '../lib/problems.ts'
import type { NewAccountOptions } from './accounts.ts'
import type { InvitationOptions } from './invitations.ts'
import type { Algorithm } from './keys.ts'
import type { AddOptions } from './recipes.ts'
import type { ExitCode, Terminal } from './terminal.ts'
import { type AtWork, withWorld } from './with-world.ts'

/** Runs one command. Every one of them opens the installation by the same settings as the server. */
export const runCommand = async (terminal: Terminal, version: string): Promise<ExitCode> => {
  let code: ExitCode = 0
  const program = build(version, {
    onWorld: async (work) => {
      code = await withWorld(terminal, work)
    },
    onTerminal: async (work) => {
      code = await work(terminal)
    },
  })
  const strip = (text: string) => text.replace(/\n$/, '')
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command
      .exitOverride()
      .showHelpAfterError('`portico --help` lists every command.')
      .configureOutput({ writeOut: (text) => terminal.out(strip(text)), writeErr: (text) => terminal.err(strip(text)) })
  }
  try {
    await program.parseAsync([...terminal.arguments], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof Problems)) throw error
    for (const problem of error.problems) terminal.err(problem)
    return 1
  }
}

const algorithms: readonly Algorithm[] = ['RS256', 'ES256', 'EdDSA']

/** What a command works on: the opened installation, or only the terminal. */
interface Run {
  onWorld(work: (at: AtWork) => Promise<ExitCode>): Promise<void>
  onTerminal(work: (terminal: Terminal) => Promise<ExitCode>): Promise<void>
}

const build = (version: string, { onWorld, onTerminal }: Run): Command => {
  const program = new Command('portico')
    .description('One front door for the fediverse and for what people self-host.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .addHelpText('after', '\nSettings come from the environment and from .env: see docs/reference/settings.md.')

  program.command('serve').description('start the server; also what `portico` alone does')

  program
    .command('apply')
    .description('make everything as portico.yaml says, all of it or nothing, and print what changed')
    .option('--dry-run', 'only print what would change')
    .action(({ dryRun }: { dryRun?: boolean }) =>
      onWorld(async (at) => (await import('./apply.ts')).apply(at, dryRun === true)),
    )

  const doctor = program
    .command('doctor')
    .description('look at settings, database, keys and what applications see, and say what is wrong')
    .action(() => onWorld(async (at) => (await import('./doctor.ts')).doctor(at)))
  doctor
    .command('fediverse')
    .description('walk the way of a sign-in with a fediverse account, and say what was found at each step')
    .argument('<address>', '@somebody@social.example, social.example, or the address of a profile')
    .option('--register', 'also register there, as the first sign-in would')
    .action((address: string, { register }: { register?: boolean }) =>
      onWorld(async (at) => (await import('./doctor-fediverse.ts')).doctorFediverse(at, address, register === true)),
    )

  program
    .command('backup')
    .description('copy the installation, as it is at this instant, into a new file; the server goes on meanwhile')
    .argument('<file>')
    .action((file: string) => onTerminal(async (terminal) => (await import('./backup.ts')).backup(terminal, file)))
  program
    .command('restore')
    .description('make the installation out of a backup, on SQLite or PostgreSQL; there must be none yet')
    .argument('<file>')
    .action((file: string) => onTerminal(async (terminal) => (await import('./backup.ts')).restore(terminal, file)))

  program
    .command('mail')
    .description('send a test mail, and repeat what the mail server said')
    .argument('<address>')
    .action((address: string) => onWorld(async (at) => (await import('./mail.ts')).test(at, address)))

  const imports = program
    .command('import')
    .description(
      'bring along what another program knows; prints what would change, and changes nothing without --apply',
    )
  const importing = (from: ImportKind, description: string) =>
    imports
      .command(from)
      .description(description)
      .argument('<file>')
      .option('--apply', 'do it, all of it or nothing')
      .action((file: string, { apply }: { apply?: boolean }) =>
        onWorld(async (at) => (await import('./import.ts')).importFrom(at, from, file, apply === true)),
      )
  importing('dex', 'Dex’s config.yaml: clients, passwords and connectors, with the sub that people have')
  importing('authentik', 'an authentik blueprint, or what its API answers: applications, groups and people')
  importing(
    'app',
    'settings of an application: Mastodon’s .env.production, GoToSocial’s config.yaml, RomM’s environment',
  )

  program
    .command('why')
    .description('say why somebody was turned away who was shown this code, and what lets them in')
    .argument('<code>', 'such as R7K-2M4')
    .action((code: string) => onWorld(async (at) => (await import('./why.ts')).why(at, code)))

  program
    .command('export')
    .description('write everything that portico.yaml has a word for, with hashes in the place of secrets')
    .argument('[file]', 'a new file; without it, the terminal')
    .action((file: string | undefined) => onWorld(async (at) => (await import('./export.ts')).exportTo(at, file)))

  const accounts = program.command('accounts').description('people')
  accounts
    .command('list')
    .description('list all accounts')
    .option('--search <text>', 'only those with this in their username, name or e-mail address')
    .action(({ search }: { search?: string }) =>
      onWorld(async (at) => (await import('./accounts.ts')).list(at, search)),
    )
  accounts
    .command('reset')
    .description('print a one-time link with which a person chooses a new password; the server may be running')
    .argument('<name>', 'username or verified e-mail address')
    .action((name: string) => onWorld(async (at) => (await import('./accounts.ts')).reset(at, name)))
  accounts
    .command('create')
    .description('make an account and print the one-time link with which the person chooses a password')
    .argument('<username>')
    .option('--name <name>', 'what people call this person')
    .option('--email <address>')
    .option('--email-verified', 'vouch for the e-mail address')
    .option('--admin', 'make this person an administrator')
    .option('--group <name...>', 'put this person into groups; ones that are missing are made')
    .action((username: string, options: NewAccountOptions) =>
      onWorld(async (at) => (await import('./accounts.ts')).create(at, username, options)),
    )
  accounts
    .command('enable')
    .description('let a disabled account sign in again')
    .argument('<name>', 'username or verified e-mail address')
    .action((name: string) => onWorld(async (at) => (await import('./accounts.ts')).enable(at, name)))

  const invitations = program.command('invitations').description('links with which people make themselves accounts')
  invitations
    .command('list')
    .description('list all invitations')
    .action(() => onWorld(async (at) => (await import('./invitations.ts')).list(at)))
  invitations
    .command('create')
    .description('print a link with which people make themselves accounts; it is shown once')
    .option('--note <text>', 'what you call it')
    .option('--email <address>', 'only for whoever has this address')
    .option('--group <name...>', 'put whoever joins into groups; ones that are missing are made')
    .option('--uses <number>', 'how many people it is good for', '1')
    .option('--days <number>', 'how long it is good for', '7')
    .action((options: InvitationOptions) =>
      onWorld(async (at) => (await import('./invitations.ts')).invite(at, options)),
    )
  invitations
    .command('revoke')
    .description('end an invitation; whoever has joined stays')
    .argument('<id>')
    .action((id: string) => onWorld(async (at) => (await import('./invitations.ts')).revoke(at, id)))

  const applications = program.command('app').description('applications that people sign in to')
  applications
    .command('list')
    .description('list all applications')
    .option('--search <text>', 'only those with this in their name')
    .action(({ search }: { search?: string }) =>
      onWorld(async (at) => (await import('./applications.ts')).list(at, search)),
    )
  applications
    .command('recipes')
    .description('list what can be connected by a recipe; of one recipe, what it asks and how to answer')
    .argument('[recipe]')
    .action((recipe: string | undefined) =>
      onTerminal(async (terminal) => {
        const { listAll, listOne } = await import('./recipes.ts')
        return recipe === undefined ? listAll(terminal) : listOne(terminal, recipe)
      }),
    )
  applications
    .command('add')
    .description('connect an application by its recipe and print what to paste into it, with its secret, this once')
    .argument('<recipe>')
    .option('--host <address>', 'where it is: social.example.org')
    .option('--answer <name=value>', 'what else the recipe asks; may be said again', also)
    .option('--name <name>', 'what people call it; the recipe’s name, if it is left out')
    .option('--allow-http', 'let its addresses be without https, so that codes travel in the open')
    .action((recipe: string, options: AddOptions) =>
      onWorld(async (at) => (await import('./recipes.ts')).add(at, recipe, options)),
    )

  const keys = program
    .command('keys')
    .description('the keys that tokens are signed with, and the one that secrets are sealed with')
  keys
    .command('list')
    .description('list the keys that are published')
    .action(() => onWorld(async (at) => (await import('./keys.ts')).list(at)))
  keys
    .command('rotate')
    .description('publish a new key, which signs once every application can know it; the old one signs until then')
    .addArgument(new Argument('[algorithm]').choices(algorithms).default('RS256'))
    .action((algorithm: Algorithm) => onWorld(async (at) => (await import('./keys.ts')).rotate(at, algorithm)))
  keys
    .command('reseal')
    .description(
      'after PORTICO_SECRET has got a new first key: seal everything under it, and say what still needs the old one',
    )
    .action(() => onWorld(async (at) => (await import('./keys.ts')).reseal(at)))

  return program
}

const also = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]
