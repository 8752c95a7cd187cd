import { command, parseIn, UsageError, type Command, type Parsed } from './arguments.ts';
import { checkTask } from './check-task.ts';

/** Declares a command of one word. */
function single<T>(about: string, only: Command<T>) {
  return { about, commands: { '': only } };
}

/** What a gateway ends with. */
const serves = {
  failed: 'an uncaught exception',
  unavailable: 'a port is taken',
  givenUp: 'stopped; requests were given up at the end of the drain',
  config: 'an option is wrong, or the ledger or a port cannot be used',
};

/** The commands of one word. */
export const singleCommands = {
  start: single(
    'starts the gateway',
    command({
      does: 'Serves until SIGTERM or SIGINT.',
      examples: ['start'],
      exits: serves,
      read: () => ({ name: 'start' }),
    }),
  ),
  sandbox: single(
    'starts the gateway with an AM in memory, to try it and to develop',
    command({
      options: { demo: { type: 'boolean' } },
      does: `Serves until SIGTERM or SIGINT, and keeps nothing. SANDBOX_PORT is the AM's port, by default 4001.
      --demo adds a page with things to try, a history, and rules for the help desk.`,
      examples: ['sandbox', 'sandbox --demo'],
      exits: serves,
      read: ({ values }) => ({ name: 'sandbox', isDemo: values.demo ?? false }),
    }),
  ),
  check: single(
    'checks the configuration',
    command({
      options: {
        online: { type: 'boolean' },
        record: { type: 'string' },
        user: { type: 'string' },
        realm: { type: 'string' },
        write: { type: 'string' },
        replay: { type: 'string' },
      },
      choice: '[--record FILE --user NAME [--realm NAME] [--write KIND:DEVICE] | --replay FILE]',
      does: `Reports every problem. --online also attempts the start, and calls AM and the other servers.
      --record writes what AM answers about a test user, without secrets and names. --write also renames
      and removes one device of this user. --replay reads such a file with this version's readers.`,
      examples: [
        'check',
        'check --online',
        'check --record am.json --user tess',
        'check --record am.json --user tess --write oath:spare',
        'check --replay am.json',
      ],
      exits: {
        data: 'the user, the device or FILE is wrong, or an answer in FILE cannot be read',
        unavailable: '--online, --record: a server does not answer as it must',
        config: 'an option is wrong, or AM_URL or the service credential is missing',
      },
      read: ({ values }) => ({ name: 'check', task: checkTask(values) }),
    }),
  ),
  config: single(
    'prints every option in force and where it comes from; no secrets',
    command({
      options: { 'as-file': { type: 'boolean' } },
      does: 'Prints one line per option, and its source. --as-file prints a file for CONFIG_FILE.',
      examples: ['config', 'config --as-file'],
      exits: { config: 'an option is wrong' },
      read: ({ values }) => ({ name: 'config', isFile: values['as-file'] ?? false }),
    }),
  ),
  messages: single(
    'prints the sentences of the pages in a language, for PAGES_MESSAGES',
    command({
      operands: ['[LANGUAGE]'],
      does: 'Prints a JSON object of sentences by key. The default is en.',
      examples: ['messages de'],
      exits: {},
      read: ({ operands: [language = 'en'] }) => ({ name: 'messages', language }),
    }),
  ),
};

/** The first words of the command line, in the order of the help. */
export const commandNames = [
  'start',
  'sandbox',
  'check',
  'config',
  'ledger',
  'outbox',
  'campaign',
  'coverage',
  'threat',
  'enrolment',
  'documents',
  'messages',
] as const;
export type CommandName = (typeof commandNames)[number];

/** A parsed command line of `identity-gateway`. A group parses its own arguments. */
export type CommandLine =
  | Parsed<(typeof singleCommands)[keyof typeof singleCommands]>
  | {
      readonly name: Exclude<CommandName, keyof typeof singleCommands>;
      readonly args: readonly string[];
    }
  /** `about` has the words of the command that the help is about; empty for the whole program. */
  | { readonly name: 'help'; readonly about: readonly string[] }
  | { readonly name: 'version' };

/** Parses the arguments of the program. @throws UsageError */
export function parseCommand([first = 'start', ...args]: readonly string[]): CommandLine {
  const name = commandNames.find((one) => one === first);
  if (name !== undefined && args.includes('--help'))
    return { name: 'help', about: [name, ...args.filter((one) => one !== '--help').slice(0, 1)] };
  switch (name) {
    case 'start':
    case 'sandbox':
    case 'check':
    case 'config':
    case 'messages':
      return parseIn(singleCommands[name], ['', ...args]);
    case 'ledger':
    case 'outbox':
    case 'campaign':
    case 'coverage':
    case 'threat':
    case 'enrolment':
    case 'documents':
      return { name, args };
    case undefined:
      return parseOption(first, args);
  }
}

function parseOption(first: string, [argument]: readonly string[]): CommandLine {
  if (!['--help', '-h', 'help', '--version'].includes(first))
    throw new UsageError(`"${first}" is not a command.`);
  if (argument !== undefined)
    throw new UsageError(`"${argument}" is not an argument of this command.`);
  return first === '--version' ? { name: 'version' } : { name: 'help', about: [] };
}
