import { command, type Command } from './line/arguments.ts';
import { checkTask } from './line/check-task.ts';

/** A command of one word. */
export interface SingleCommand<T> {
  readonly about: string;
  readonly commands: { readonly '': Command<T> };
}

function single<T>(about: string, only: Command<T>): SingleCommand<T> {
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
      read: () => ({}),
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
      read: ({ values }) => ({ isDemo: values.demo ?? false }),
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
      read: ({ values }) => ({ task: checkTask(values) }),
    }),
  ),
  config: single(
    'prints every option in force and where it comes from; no secrets',
    command({
      does: 'Prints one line per option, and its source.',
      examples: ['config'],
      exits: { config: 'an option is wrong' },
      read: () => ({}),
    }),
  ),
  messages: single(
    'prints the sentences of the pages in a language, for PAGES_MESSAGES',
    command({
      operands: ['[LANGUAGE]'],
      does: 'Prints a JSON object of sentences by key. The default is en.',
      examples: ['messages de'],
      exits: {},
      read: ({ operands: [language = 'en'] }) => ({ language }),
    }),
  ),
};
