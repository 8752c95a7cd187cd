import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import { isNativeError } from 'node:util/types';
import type { ExitName } from './exit.ts';

/** Arguments that are not valid. The message says which. */
export class UsageError extends Error {}

/** An option, as `parseArgs` reads it. */
interface OptionDeclaration extends ParseArgsOptionDescriptor {
  /** What stands for its text in the usage. The usage shows no text option without it. */
  readonly value?: string;
  readonly isRequired?: true;
}

type Options = Readonly<Record<string, OptionDeclaration>>;

/** A command as the help shows it. */
export interface CommandHelp {
  /** The names of its arguments without an option: `ID`, `[ID]`, or `[FILE...]` for any number. */
  readonly operands?: readonly string[];
  readonly options?: Options;
  /** Operands and options that exclude each other; the usage shows this text in their place. */
  readonly choice?: string;
  /** One sentence. */
  readonly does: string;
  /** Arguments of the program. A test runs each of them on an empty ledger. */
  readonly examples: readonly [string, ...string[]];
  /** Its exit codes and their meanings, besides `done` and `usage`, which every command has. */
  readonly exits: Readonly<Partial<Record<ExitName, string>>>;
}

/** What most commands end with besides. */
export const onLedger = {
  unavailable: 'the database cannot be reached',
  config: 'an option is wrong, or the ledger cannot be used',
};

/** A command. `parse` throws a `UsageError`. */
export interface Command<T> extends CommandHelp {
  readonly parse: (args: readonly string[], now: number) => T;
}

/** The commands with the same first word, by the second one; empty for a command of one word. */
export interface CommandGroup {
  /** Continues the name of the command. */
  readonly about: string;
  readonly notes?: readonly string[];
  readonly commands: Readonly<Record<string, Command<unknown>>>;
}

/** What a command of a group is parsed into. */
export type Parsed<Group extends CommandGroup> = ReturnType<
  Group['commands'][keyof Group['commands']]['parse']
>;

/** Parses the arguments of a command, and checks how many operands there are. */
function parseGiven<const O extends Options>(
  args: readonly string[],
  operands: readonly string[],
  options: O,
) {
  const { values, positionals } = parsedOr(() =>
    parseArgs({ args, options, allowPositionals: operands.length > 0 }),
  );
  const missing = operands.slice(positionals.length).find((name) => !name.startsWith('['));
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
  const further = operands.at(-1)?.includes('...') ? undefined : positionals[operands.length];
  if (further !== undefined) throw new UsageError(`"${further}" is one argument too many.`);
  return { values, operands: positionals };
}

type Given<O extends Options> = ReturnType<typeof parseGiven<O>>;

function parsedOr<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(isNativeError(error) ? error.message : String(error), { cause: error });
  }
}

/** What `read` makes of the arguments of a command; `now` is the time, in milliseconds. */
interface Declaration<O extends Options, T> extends CommandHelp {
  readonly options?: O;
  readonly read: (given: Given<O>, now: number) => T;
}

/** Declares a command: its parser, its usage and its help. */
export function command<const O extends Options, const T>(
  declaration: Declaration<O, T>,
): Command<T>;
export function command({ read, ...help }: Declaration<Options, unknown>): Command<unknown> {
  const { operands = [], options = {} } = help;
  return { ...help, parse: (args, now) => read(parseGiven(args, operands, options), now) };
}

/** Parses the words after the name of a group. @throws UsageError */
export function parseIn<Group extends CommandGroup>(
  group: Group,
  words: readonly string[],
  now?: number,
): Parsed<Group>;
export function parseIn(
  { commands }: CommandGroup,
  [name = '', ...args]: readonly string[],
  now = Date.now(),
): unknown {
  const found = Object.entries(commands).find(([one]) => one === name);
  if (found === undefined) throw new UsageError(`Unknown command "${name}".`);
  return found[1].parse(args, now);
}
