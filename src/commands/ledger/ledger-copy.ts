import { loadLedgerConfig, type Environment } from '../../config/load-config.ts';
import { postgresUrl } from '../../config/things/postgres-url.ts';
import { InvalidValue } from '../../config/values/problem.ts';
import { copyLedger, headsOf, type CopyProgress } from '../../ledger/upkeep/copy.ts';
import { verify, type Verdict } from '../../ledger/upkeep/verify.ts';
import { noteMove } from '../../store/engines/ledger-notes.ts';
import { Store } from '../../store/store.ts';
import { LedgerRefused } from '../../store/tables/ledger-refused.ts';
import { UsageError } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import { everySecond, type Terminal } from '../line/terminal.ts';

/** How many connections a copy needs: one for its transaction, and one to verify. */
const connections = 2;

/**
 * Runs `identity-gateway ledger copy`: the ledger of `DATA_DIR` goes to an empty PostgreSQL, is
 * verified there, and its folder is marked, so that no gateway starts on it any more.
 */
export async function runCopy(
  { to }: { readonly to: string },
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const url = readUrl(to);
  const { folder } = loadLedgerConfig(environment);
  // Without a gateway on it, which would have the file open.
  const source = await Store.open({ folder, postgres: undefined }, { create: false });
  const verdict = await closing(source, async () => {
    const target = await openTarget({ folder, postgres: { url, connections } });
    return closing(target, () => copyAndVerify(source, target, terminal));
  });
  if (verdict === null) return exitCodes.failed;
  noteMove(folder);
  for (const { realm, number, hash } of verdict.heads)
    terminal.print(`--head ${realm}:${number}:${hash}`);
  terminal.print(`Moved: ${folder} is marked. Set DATABASE_URL, and start the gateway.`);
  return exitCodes.done;
}

function readUrl(to: string): string {
  try {
    return postgresUrl(to).href;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new UsageError(`--to: ${error.message}.`, { cause: error });
  }
}

async function openTarget(settings: Parameters<typeof Store.open>[0]): Promise<Store> {
  try {
    return await Store.open(settings, { migrates: true, isPatient: true });
  } catch (error) {
    if (!(error instanceof LedgerRefused)) throw error;
    const message = error.message.replace(/^DATABASE_URL: /, '--to: ');
    throw new LedgerRefused(message, { cause: error });
  }
}

async function closing<T>(store: Store, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } finally {
    await store.close();
  }
}

/** Returns null if the copy is not the ledger that was copied. */
async function copyAndVerify(
  source: Store,
  target: Store,
  { print, printError }: Terminal,
): Promise<Verdict | null> {
  const tell = everySecond(printError);
  const progress = ({ table, rows, of }: CopyProgress): void =>
    tell(() => `${table}: ${rows} of ${of} rows copied`);
  const copied = await copyLedger(source, target, { progress });
  if (copied.kind === 'in use')
    throw new LedgerRefused(
      `--to: the database is in use: it has rows in ${copied.tables.join(', ')}. Nothing was copied. Create an empty database.`,
    );
  print(
    copied.kind === 'copied'
      ? `Copied: ${copied.rows} rows.`
      : `An earlier run has copied these ${copied.rows} rows.`,
  );
  const heads = await source.query(headsOf);
  const verifying = {
    from: undefined,
    progress: ({ realm, number }: { readonly realm: string; readonly number: number }): void =>
      tell(() => `${realm}: verified to ${number - 1}`),
  };
  const verdict = await verify(target, { ...verifying, heads });
  if (verdict.broken === null) {
    print(`Whole: ${verdict.records} records.`);
    return verdict;
  }
  const { realm, number, why } = verdict.broken;
  // A chain that was broken before is copied as it is, because the other records still count.
  const { broken } = await verify(source, { ...verifying, heads });
  print(`Broken: record ${number} of realm ${realm}: ${why}.`);
  if (JSON.stringify(broken) === JSON.stringify(verdict.broken)) {
    printError('The old ledger is broken there, too. The copy has all of its records.');
    return verdict;
  }
  printError('The copy is not whole. The old ledger stays in use. Drop the new database.');
  return null;
}
