import { once } from 'node:events';
import { loadLedgerConfig, type Environment } from '../config/load-config.ts';
import { securityEvent } from '../domain/security-event.ts';
import { Store } from '../ledger/store.ts';
import { exportEvents } from '../ledger/upkeep/export.ts';
import { openChanges, type OpenChange } from '../ledger/upkeep/open-changes.ts';
import { prune } from '../ledger/upkeep/prune.ts';
import { verify } from '../ledger/upkeep/verify.ts';
import type { Mark } from '../ledger/upkeep/walk.ts';
import { exitCodes } from './exit.ts';
import { parseLedgerArguments, type LedgerCommand } from './ledger-arguments.ts';
import { hasReader, type Terminal } from './terminal.ts';

/** Runs `identity-gateway ledger …`, and returns its exit code. */
export async function runLedger(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseLedgerArguments(args, Date.now());
  // Only `migrate` creates a ledger: a mistyped folder must not look like an intact one.
  const create = command.name === 'migrate';
  const store = await Store.open(loadLedgerConfig(environment), { create, isPatient: true });
  try {
    return await runParsed(command, { store, ...terminal });
  } finally {
    await store.close();
  }
}

/** Ends an export that no one reads any more. */
class NoReader extends Error {}

interface LedgerWork extends Terminal {
  readonly store: Store;
}

async function runParsed(command: LedgerCommand, work: LedgerWork): Promise<number> {
  const { store, print } = work;
  switch (command.name) {
    case 'verify':
      return runVerify(command, work);
    case 'export':
      return runExport(command, work);
    case 'prune':
      return runPrune(command, work);
    case 'open':
      for (const change of await store.read((db) => openChanges(db))) print(lineOf(change));
      return exitCodes.done;
    case 'migrate':
      await store.read((db) => db.selectFrom('ledger_record').select('number').limit(1).execute());
      print('The tables are up to date.');
      return exitCodes.done;
    default:
      return command satisfies never;
  }
}

async function runVerify(
  { from, heads }: Extract<LedgerCommand, { name: 'verify' }>,
  { store, print, printError }: LedgerWork,
): Promise<number> {
  const progress = progressPrinter('verified', printError);
  const verdict = await verify(store, { from, heads, progress });
  if (verdict.broken !== null) {
    const { realm, number, why } = verdict.broken;
    print(`Broken: record ${number} of realm ${realm}: ${why}.`);
    const event = securityEvent('chain-broken', { realm, count: number });
    printError(JSON.stringify({ level: 40, time: Date.now(), event: 'security', ...event }));
    return exitCodes.failed;
  }
  print(`Whole: ${verdict.records} records.`);
  for (const { realm, number, through, before, at } of verdict.checkpoints)
    print(
      `Checkpoint ${realm}:${number}, written ${at}: the records to ${through}, from before ${before}, were pruned.`,
    );
  for (const { realm, number, hash } of verdict.heads) print(`--head ${realm}:${number}:${hash}`);
  return exitCodes.done;
}

async function runExport(
  { from }: Extract<LedgerCommand, { name: 'export' }>,
  { store, printError }: LedgerWork,
): Promise<number> {
  // Waits for standard output, because an export can be larger than memory.
  const write = async (line: string): Promise<void> => {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    if (!hasReader()) throw new NoReader();
  };
  try {
    await exportEvents(store, { from, write, progress: progressPrinter('exported', printError) });
  } catch (error) {
    // `once` rejects with the error of the stream.
    if (hasReader()) throw error;
  }
  return exitCodes.done;
}

async function runPrune(
  { before }: Extract<LedgerCommand, { name: 'prune' }>,
  { store, print, printError }: LedgerWork,
): Promise<number> {
  const progress = ({ realm, number }: Mark): void =>
    printError(`${realm}: ${number} records deleted`);
  const { deleted, stoppedAt } = await prune(store, { before, now: Date.now(), progress });
  print(`Pruned: ${deleted} records.`);
  for (const change of stoppedAt) printError(`Stopped at an open change: ${lineOf(change)}`);
  return stoppedAt.length > 0 ? exitCodes.stopped : exitCodes.done;
}

function lineOf({ realm, number, change, at, effect, kinds }: OpenChange): string {
  return `${change} ${realm}:${number} ${at.toISOString()} ${effect} ${kinds.join(',')}`;
}

/** Prints the progress at most once a second, and the option that continues an interrupted run. */
function progressPrinter(done: string, printError: Terminal['printError']): (mark: Mark) => void {
  let next = Date.now() + 1_000;
  return ({ realm, number }) => {
    if (Date.now() < next) return;
    next = Date.now() + 1_000;
    printError(`${realm}: ${done} to ${number - 1}; --from ${realm}:${number} continues here`);
  };
}
