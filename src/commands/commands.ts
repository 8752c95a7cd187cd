import type { Environment } from '../config/load-config.ts';
import { campaignCommands } from './campaign/campaign-arguments.ts';
import { coverageCommands } from './coverage/coverage-arguments.ts';
import { documentCommands } from './documents-arguments.ts';
import { enrolmentCommands } from './enrolment/enrolment-arguments.ts';
import { ledgerCommands } from './ledger/ledger-arguments.ts';
import { parseIn, UsageError, type CommandGroup } from './line/arguments.ts';
import type { CommandParts } from './line/command-parts.ts';
import type { Terminal } from './line/terminal.ts';
import { outboxCommands } from './outbox-arguments.ts';
import { singleCommands, type SingleCommand } from './single-arguments.ts';
import { threatCommands } from './threat-arguments.ts';

/** A command whose arguments are read. Returns its exit code, or undefined if a gateway started. */
type Run = (parts: CommandParts) => Promise<number | undefined>;

/** What the table has of the commands with the same first word. */
interface Entry {
  readonly help: CommandGroup;
  /** Reads the words after the name. @throws UsageError for a command of one word */
  readonly read: (args: readonly string[]) => Read;
}

interface Read {
  /** What a command of one word reads; the words themselves of a group. */
  readonly given: unknown;
  readonly run: Run;
}

/** A command of one word, and what runs it. */
function single<T>(
  help: SingleCommand<T>,
  run: (given: T, parts: CommandParts) => Promise<number | undefined>,
): Entry {
  const read: Entry['read'] = (args) => {
    const given: T = parseIn(help, ['', ...args]);
    return { given, run: (parts) => run(given, parts) };
  };
  return { help, read };
}

/** Runs a command of a group, which parses its own arguments. */
type RunGroup = (
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
) => Promise<number>;

/** A group of commands, imported only if one of them runs. */
function group(help: CommandGroup, load: () => Promise<RunGroup>): Entry {
  const read: Entry['read'] = (args) => ({
    given: args,
    run: async ({ environment, terminal }) => (await load())(args, environment, terminal),
  });
  return { help, read };
}

/**
 * Every command by its first word, in the order of the help. Parser, help, usage and README follow
 * from this table, so a command that is not in it does not exist anywhere.
 */
export const commandTable = {
  start: single(singleCommands.start, async (_none, { environment, start, terminal }) => {
    await start({ environment }, terminal);
    return undefined;
  }),
  sandbox: single(singleCommands.sandbox, async (sandbox, { environment, start, terminal }) => {
    await start({ environment, sandbox }, terminal);
    return undefined;
  }),
  check: single(singleCommands.check, async (given, parts) => {
    const { runCheck } = await import('./check/check.ts');
    return runCheck(given, parts);
  }),
  config: single(singleCommands.config, async (_given, { environment, terminal }) => {
    const { runConfig } = await import('./config.ts');
    return runConfig(environment, terminal);
  }),
  ledger: group(ledgerCommands, async () => (await import('./ledger/ledger.ts')).runLedger),
  outbox: group(outboxCommands, async () => (await import('./outbox.ts')).runOutbox),
  campaign: group(
    campaignCommands,
    async () => (await import('./campaign/campaign.ts')).runCampaign,
  ),
  coverage: group(
    coverageCommands,
    async () => (await import('./coverage/coverage.ts')).runCoverage,
  ),
  threat: group(threatCommands, async () => (await import('./threat.ts')).runThreat),
  enrolment: group(
    enrolmentCommands,
    async () => (await import('./enrolment/enrolment.ts')).runEnrolment,
  ),
  documents: group(documentCommands, async () => (await import('./documents.ts')).runDocuments),
  messages: single(singleCommands.messages, async ({ language }, { terminal }) => {
    const { runMessages } = await import('./messages.ts');
    return runMessages(language, terminal);
  }),
} as const satisfies Readonly<Record<string, Entry>>;
export type CommandName = keyof typeof commandTable;

const entries: ReadonlyMap<string, Entry> = new Map<string, Entry>(Object.entries(commandTable));

/** The first words of the command line, in the order of the help. */
export const commandNames: readonly string[] = [...entries.keys()];

/** Returns the command or the group with a first word; undefined for another word. */
export function helpNamed(name: string | undefined): CommandGroup | undefined {
  return entries.get(name ?? '')?.help;
}

/** A command line of `identity-gateway` that is read. */
export type CommandLine =
  | ({ readonly kind: 'command'; readonly name: string } & Read)
  /** `about` has the words of the command that the help is about; empty for the whole program. */
  | { readonly kind: 'help'; readonly about: readonly string[] }
  | { readonly kind: 'version' };

/** Parses the arguments of the program. @throws UsageError */
export function parseCommand([name = 'start', ...args]: readonly string[]): CommandLine {
  const entry = entries.get(name);
  if (entry === undefined) return parseOption(name, args);
  if (!args.includes('--help')) return { kind: 'command', name, ...entry.read(args) };
  return { kind: 'help', about: [name, ...args.filter((one) => one !== '--help').slice(0, 1)] };
}

function parseOption(first: string, [argument]: readonly string[]): CommandLine {
  if (!['--help', '-h', 'help', '--version'].includes(first))
    throw new UsageError(`"${first}" is not a command.`);
  if (argument !== undefined)
    throw new UsageError(`"${argument}" is not an argument of this command.`);
  return first === '--version' ? { kind: 'version' } : { kind: 'help', about: [] };
}
