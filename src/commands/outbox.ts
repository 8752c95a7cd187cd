import { loadLedgerConfig, type Environment } from '../config/load-config.ts';
import { Store } from '../store/store.ts';
import type { OutboxRow } from '../store/tables/tables.ts';
import { dropMessage, listMessages, retryMessages, switchOn } from '../ledger/upkeep/outbox.ts';
import { parseIn } from './line/arguments.ts';
import { exitCodes } from './line/exit.ts';
import { printList, type Terminal } from './line/terminal.ts';
import { outboxCommands, type OutboxCommand } from './outbox-arguments.ts';

/** Runs `identity-gateway outbox …`, and returns its exit code. */
export async function runOutbox(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseIn(outboxCommands, args);
  const store = await Store.open(loadLedgerConfig(environment), { create: false });
  try {
    return await runParsed(command, store, terminal);
  } finally {
    await store.close();
  }
}

async function runParsed(
  command: OutboxCommand,
  store: Store,
  terminal: Terminal,
): Promise<number> {
  switch (command.name) {
    case 'list': {
      const lines = (await store.query(listMessages)).map(messageLine);
      printList(terminal, lines, 'No message waits or was given up.');
      return exitCodes.done;
    }
    case 'retry': {
      const count = await retryMessages(store, command.id);
      terminal.print(`${count} messages are sent again.`);
      return count > 0 || command.id === undefined ? exitCodes.done : exitCodes.failed;
    }
    case 'drop': {
      const isDone = await dropMessage(store, command.id);
      return report({ what: command.id, done: 'is dropped', isDone }, terminal);
    }
    case 'on': {
      const isDone = await switchOn(store, command.channel);
      return report({ what: command.channel, done: 'is switched on', isDone }, terminal);
    }
    default:
      return command satisfies never;
  }
}
interface Change {
  readonly what: string;
  readonly done: string;
  readonly isDone: boolean;
}

/** Prints whether the message or channel was there and is changed. */
function report({ what, done, isDone }: Change, { print, printError }: Terminal): number {
  if (isDone) print(`${what} ${done}.`);
  else printError(`${what} was not found. Nothing was changed.`);
  return isDone ? exitCodes.done : exitCodes.failed;
}

/** Id, channel, event with the reference number of its change, age, attempts and last problem. */
function messageLine(row: OutboxRow): string {
  const { id, channel, kind, change_id, added_at, due_at, attempts, state, problem } = row;
  const due = state === 'waiting' ? `due ${new Date(due_at).toISOString()}` : state;
  const added = new Date(added_at).toISOString();
  return `${id} ${channel} ${kind} ${change_id || '-'} added ${added} ${due} attempts ${attempts}${problem === null ? '' : ` ${problem}`}`;
}
