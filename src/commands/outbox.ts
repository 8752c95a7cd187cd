import { loadLedgerConfig, type Environment } from '../config/load-config.ts';
import { Store } from '../ledger/store.ts';
import type { OutboxRow } from '../ledger/tables.ts';
import { dropMessage, listMessages, retryMessages, switchOn } from '../ledger/upkeep/outbox.ts';
import { parseArguments, UsageError } from './command-line.ts';
import { exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Runs `identity-gateway outbox …`, and returns its exit code. */
export async function runOutbox(
  [name, ...args]: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const { positionals } = parseArguments({ args, allowPositionals: true });
  const run = commandOf(name, positionals);
  const store = await Store.open(loadLedgerConfig(environment), { create: false });
  try {
    return await run(store, terminal);
  } finally {
    await store.close();
  }
}

type Run = (store: Store, terminal: Terminal) => Promise<number>;

function commandOf(name: string | undefined, [argument, ...more]: readonly string[]): Run {
  if (more[0] !== undefined) throw new UsageError(`"${more[0]}" is one argument too many.`);
  switch (name) {
    case 'list':
      if (argument !== undefined) throw new UsageError(`"${argument}" is one argument too many.`);
      return list;
    case 'retry':
      return async (store, { print }) => {
        const count = await retryMessages(store, argument);
        print(`${count} messages are sent again.`);
        return count > 0 || argument === undefined ? exitCodes.done : exitCodes.failed;
      };
    case 'drop':
      return changing(argument, {
        kind: 'ID',
        done: 'is dropped',
        act: dropMessage,
      });
    case 'on':
      return changing(argument, { kind: 'CHANNEL', done: 'is switched on', act: switchOn });
    default:
      throw new UsageError(`Unknown command "${name ?? ''}".`);
  }
}

async function list(store: Store, { print }: Terminal): Promise<number> {
  for (const row of await store.read(listMessages)) print(lineOf(row));
  return exitCodes.done;
}

interface Act {
  readonly kind: 'ID' | 'CHANNEL';
  readonly done: string;
  readonly act: (store: Store, argument: string) => Promise<boolean>;
}

/** A command that changes one message or channel, and fails if there is no such one. */
function changing(argument: string | undefined, { kind, done, act }: Act): Run {
  if (argument === undefined) throw new UsageError(`${kind} is missing.`);
  return async (store, { print, printError }) => {
    const isDone = await act(store, argument);
    if (isDone) print(`${argument} ${done}.`);
    else printError(`${argument} was not found. Nothing was changed.`);
    return isDone ? exitCodes.done : exitCodes.failed;
  };
}

/** Id, channel, event with the reference number of its change, age, attempts and last problem. */
function lineOf(row: OutboxRow): string {
  const { id, channel, kind, change_id, added_at, due_at, attempts, state, problem } = row;
  const due = state === 'waiting' ? `due ${new Date(due_at).toISOString()}` : state;
  const added = new Date(added_at).toISOString();
  return `${id} ${channel} ${kind} ${change_id || '-'} added ${added} ${due} attempts ${attempts}${problem === null ? '' : ` ${problem}`}`;
}
