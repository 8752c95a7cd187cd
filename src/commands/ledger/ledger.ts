import { loadLedgerConfig, type Environment } from '../../config/load-config.ts';
import { lastRecord } from '../../store/records/chain.ts';
import { Store } from '../../store/store.ts';
import { exportEvents } from '../../ledger/upkeep/export.ts';
import { openChanges, type OpenChange } from '../../ledger/upkeep/open-changes.ts';
import { prune } from '../../ledger/upkeep/prune.ts';
import { verify } from '../../ledger/upkeep/verify.ts';
import { realmsOf, type Mark } from '../../ledger/upkeep/walk.ts';
import { exitCodes } from '../line/exit.ts';
import { ledgerCommands, type LedgerCommand } from './ledger-arguments.ts';
import { parseIn } from '../line/arguments.ts';
import { printList, type Terminal } from '../line/terminal.ts';
import { progressPrinter, unreadablePrinter, whileRead } from './export-lines.ts';
import { runPerson } from './ledger-person.ts';

/** Runs `identity-gateway ledger …`, and returns its exit code. */
export async function runLedger(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseIn(ledgerCommands, args);
  if (command.name === 'copy') {
    const { runCopy } = await import('./ledger-copy.ts');
    return runCopy(command, environment, terminal);
  }
  const store = await Store.open(loadLedgerConfig(environment), {
    // Only `migrate` creates a ledger: a mistyped folder must not look like an intact one.
    create: command.name === 'migrate',
    migrates: command.name === 'migrate',
    isReading: isReading[command.name],
    isPatient: true,
  });
  try {
    return await runParsed(command, { store, ...terminal });
  } finally {
    await store.close();
  }
}

/** A command on the configured ledger. */
type OnOneLedger = Exclude<LedgerCommand, { name: 'copy' }>;

/** Whether a command only reads, so that it leaves the tables of an older release as they are. */
const isReading: Readonly<Record<OnOneLedger['name'], boolean>> = {
  verify: true,
  export: true,
  open: true,
  prune: false,
  migrate: false,
};

interface LedgerWork extends Terminal {
  readonly store: Store;
}

async function runParsed(command: OnOneLedger, work: LedgerWork): Promise<number> {
  const { store, print, printError } = work;
  const problem = 'from' in command ? await problemOfStart(store, command.from) : null;
  if (problem !== null) {
    printError(problem);
    return exitCodes.usage;
  }
  switch (command.name) {
    case 'verify':
      return runVerify(command, work);
    case 'export':
      return command.about === null ? runExport(command, work) : runPerson(command.about, work);
    case 'prune':
      return runPrune(command, work);
    case 'open':
      printList(
        work,
        (await store.query((db) => openChanges(db))).map(openChangeLine),
        'No change is open.',
      );
      return exitCodes.done;
    case 'migrate':
      await store.query((db) => db.selectFrom('ledger_record').select('number').limit(1).execute());
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
    return exitCodes.failed;
  }
  print(
    verdict.records === 0 ? 'The ledger has no records.' : `Whole: ${verdict.records} records.`,
  );
  for (const { realm, number, through, before, at } of verdict.checkpoints)
    print(
      `Checkpoint ${realm}:${number}, written ${at}: the records to ${through}, from before ${before}, were pruned.`,
    );
  for (const { realm, number, hash } of verdict.heads) print(`--head ${realm}:${number}:${hash}`);
  return exitCodes.done;
}

/** Why a command cannot start with a record; null if it can. */
async function problemOfStart(store: Store, from: Mark | undefined): Promise<string | null> {
  if (from === undefined) return null;
  const realms = await store.query(realmsOf);
  if (!realms.includes(from.realm))
    return `--from: the ledger has no realm ${from.realm}; it has ${realms.join(', ') || 'none'}.`;
  const last = (await store.query((db) => lastRecord(db, from.realm)))?.number ?? 0;
  // One after the last record is where an interrupted run that had finished continues.
  if (from.number >= 1 && from.number <= last + 1) return null;
  return `--from: realm ${from.realm} has no record ${from.number}; its last one is ${last}.`;
}

async function runExport(
  { from }: Extract<LedgerCommand, { name: 'export' }>,
  { store, printError }: LedgerWork,
): Promise<number> {
  const progress = progressPrinter('exported', printError);
  const onUnreadable = unreadablePrinter(printError);
  await whileRead(async (write) => {
    if ((await exportEvents(store, { from, write, progress, onUnreadable })) === 0)
      printError('There is nothing to export.');
  });
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
  for (const change of stoppedAt)
    printError(`Stopped at an open change: ${openChangeLine(change)}`);
  return stoppedAt.length > 0 ? exitCodes.stopped : exitCodes.done;
}

function openChangeLine({ realm, number, change, at, effect, kinds }: OpenChange): string {
  return `${change} ${realm}:${number} ${at.toISOString()} ${effect} ${kinds.join(',')}`;
}
