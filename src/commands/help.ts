import { commandNames, helpNamed } from './commands.ts';
import type { CommandGroup, CommandHelp } from './line/arguments.ts';
import { exitCodes, exitMeanings, exitNames, type ExitName } from './line/exit.ts';

const program = 'identity-gateway';

/** The longest line of a usage, in characters. */
const longestLine = 110;

/** A command with its whole name, as it is typed. */
interface NamedHelp extends CommandHelp {
  readonly name: string;
}

/** The usage of a command, of a group of commands, or of the whole program. */
export function usageOf(words: readonly string[]): string {
  const group = namedIn(words);
  const usage = group === undefined ? programLines() : helpsOf(group, words).map(usageLine);
  const more = [program, ...(group === undefined ? [] : [group.name]), '--help'].join(' ');
  return ['Usage:', ...usage, '', `"${more}" shows examples and exit codes.`].join('\n');
}

/** The help of a command, of a group of commands, or of the whole program. */
export function helpOf(words: readonly string[]): string {
  const group = namedIn(words);
  if (group === undefined) return programHelp();
  const helps = helpsOf(group, words);
  const { name, about, notes = [] } = group;
  return [
    `identity-gateway ${name} ${about}.\n\nUsage:`,
    ...helps.flatMap((help) => [usageLine(help), `      ${help.does}`]),
    ...notes.flatMap((note) => ['', note]),
    '\nExamples:',
    ...helps.flatMap(({ examples }) => examples).map(exampleLine),
    '\nExit codes:',
    ...exitNames.flatMap((exit) => exitLines(exit, helps)),
  ].join('\n');
}

/** The exit codes that a command can end with; undefined if the words name no command. */
export function exitCodesOf(words: readonly string[]): readonly number[] | undefined {
  const group = namedIn(words);
  if (group === undefined) return undefined;
  const helps = helpsOf(group, words);
  const ends = exitNames.filter((exit) =>
    helps.some((help) => meaningOf(exit, help) !== undefined),
  );
  return ends.map((exit) => exitCodes[exit]);
}

/** The examples of all commands, without the name of the program. */
export function allExamples(): readonly string[] {
  return groups().flatMap((group) =>
    helpsOf(group, [group.name]).flatMap(({ examples }) => examples),
  );
}

/** A command of one word, or a group, with its first word. */
interface NamedGroup extends CommandGroup {
  readonly name: string;
}

function namedIn([name = '']: readonly string[]): NamedGroup | undefined {
  const help = helpNamed(name);
  return help && { ...help, name };
}

function groups(): readonly NamedGroup[] {
  return commandNames.flatMap((name) => namedIn([name]) ?? []);
}

/** The command that the words name, or all commands of the group. */
function helpsOf(group: NamedGroup, [, second]: readonly string[]): readonly NamedHelp[] {
  const all = Object.entries<CommandHelp>(group.commands);
  const named = all.filter(([name]) => name === second);
  return (named.length > 0 ? named : all).map(([name, help]) => ({
    ...help,
    name: `${group.name} ${name}`.trimEnd(),
  }));
}

/** A command with its arguments, on more lines if they are long. */
function usageLine({ name, operands = [], options = {}, choice }: NamedHelp): string {
  const named = Object.entries(options).flatMap(
    ([option, { type, value, isRequired, multiple }]) => {
      if (type === 'string' && value === undefined) return [];
      const text = [`--${option}`, value ?? []].flat().join(' ');
      return isRequired === true ? text : `[${text}]${multiple === true ? '...' : ''}`;
    },
  );
  const words = choice === undefined ? [...operands, ...named] : [...named, choice];
  return words.reduce(withWord, `  ${program} ${name}`.trimEnd());
}

function withWord(usage: string, word: string): string {
  const lineStart = usage.lastIndexOf('\n') + 1;
  const isFull = usage.length - lineStart + 1 + word.length > longestLine;
  return `${usage}${isFull ? '\n          ' : ' '}${word}`;
}

function exampleLine(example: string): string {
  return `  ${program} ${example}`.trimEnd();
}

/** A line for each meaning; it names the commands that it is for if the others lack it. */
function exitLines(exit: ExitName, helps: readonly NamedHelp[]): string[] {
  const known = helps.filter((help) => meaningOf(exit, help) !== undefined);
  return [...Map.groupBy(known, (help) => meaningOf(exit, help))].map(([meaning = '', some]) => {
    const names = some.map(({ name }) => name.split(' ').at(-1)).join(', ');
    return exitLine(exit, some.length === helps.length ? meaning : `${names}: ${meaning}`);
  });
}

function meaningOf(exit: ExitName, { exits }: CommandHelp): string | undefined {
  return exits[exit] ?? (exit === 'done' || exit === 'usage' ? exitMeanings[exit] : undefined);
}

function exitLine(exit: ExitName, meaning: string): string {
  return `  ${String(exitCodes[exit]).padEnd(3)} ${meaning}`;
}

function programHelp(): string {
  return [
    'Removes lost or broken second factors in Access Management, and records every change.\n\nUsage:',
    ...programLines(),
    '\nOptions are environment variables, also of the files of --env, or stand in CONFIG_FILE: docs/configuration.md.\n\nExamples:',
    ...[
      'sandbox --demo',
      '--env gateway.env check --online',
      'ledger verify',
      'campaign create --help',
    ].map(exampleLine),
    '\nExit codes:',
    ...exitNames.map((exit) => exitLine(exit, exitMeanings[exit])),
  ].join('\n');
}

function programLines(): string[] {
  const lines = groups().map(({ name, about, commands }) => {
    const typed = name === 'start' ? '[start]' : `${name}${'' in commands ? '' : ' …'}`;
    return `  ${program} ${typed.padEnd(12)} ${about}`;
  });
  return [
    ...lines,
    `  ${program} --env FILE …  reads variables from a file: NAME=value lines`,
    `  ${program} --help | --version`,
  ];
}
