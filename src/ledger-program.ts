import { once } from 'node:events';
import { loadLedgerConfig } from './config/load-ledger.ts';
import type { Environment } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { Failure } from './domain/failure.ts';
import { securityEvent } from './domain/security-event.ts';
import { parseLedgerArgs, UsageError, usage } from './ledger/upkeep/arguments.ts';
import type { LedgerCommand } from './ledger/upkeep/arguments.ts';
import { LedgerRefused } from './ledger/ledger-refused.ts';
import { Store } from './ledger/store.ts';
import { exportEvents } from './ledger/upkeep/export.ts';
import { prune } from './ledger/upkeep/prune.ts';
import { verify } from './ledger/upkeep/verify.ts';
import type { Mark } from './ledger/upkeep/walk.ts';

/** The exit codes: a broken chain, and those of sysexits.h for usage, a missing service and configuration. */
const exitBroken = 1;
const exitUsage = 64;
const exitUnavailable = 69;
const exitConfig = 78;

/** How often progress is told. */
const progressMs = 1_000;

/** Runs `identity-gateway ledger …`, and returns its exit code. Results go to standard output, progress to standard error. */
export async function runLedgerCommand(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  if (args.includes('--help')) {
    print(usage);
    return 0;
  }
  try {
    const command = parseLedgerArgs(args, Date.now());
    // A folder that is mistyped must not look like a ledger without a fault.
    const create = command.name === 'migrate';
    const store = await Store.open(loadLedgerConfig(environment), { create });
    try {
      return await run(store, command);
    } finally {
      await store.close();
    }
  } catch (error) {
    return tellError(error);
  }
}

function run(store: Store, command: LedgerCommand): Promise<number> {
  switch (command.name) {
    case 'verify':
      return runVerify(store, command);
    case 'export':
      return runExport(store, command);
    case 'prune':
      return runPrune(store, command);
    case 'migrate':
      return runMigrate(store);
    default:
      return command satisfies never;
  }
}

async function runVerify(
  store: Store,
  { from, heads }: Extract<LedgerCommand, { name: 'verify' }>,
): Promise<number> {
  const verdict = await verify(store, { from, heads, progress: tellProgress('verified') });
  if (verdict.broken !== null) {
    const { realm, number, why } = verdict.broken;
    print(`Broken: record ${number} of realm ${realm}: ${why}.`);
    const event = securityEvent('chain-broken', { realm, count: number });
    tell(JSON.stringify({ level: 40, time: Date.now(), event: 'security', ...event }));
    return exitBroken;
  }
  print(`Whole: ${verdict.records} records.`);
  for (const { realm, number, hash } of verdict.heads) print(`--head ${realm}:${number}:${hash}`);
  return 0;
}

async function runExport(
  store: Store,
  { version, from }: Extract<LedgerCommand, { name: 'export' }>,
): Promise<number> {
  const write = async (line: string): Promise<void> => {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  };
  await exportEvents(store, { version, from, write, progress: tellProgress('exported') });
  return 0;
}

async function runPrune(
  store: Store,
  { before }: Extract<LedgerCommand, { name: 'prune' }>,
): Promise<number> {
  const progress = ({ realm, number }: Mark): void => tell(`${realm}: ${number} records deleted`);
  const deleted = await prune(store, { before, now: Date.now(), progress });
  print(`Pruned: ${deleted} records.`);
  return 0;
}

async function runMigrate(store: Store): Promise<number> {
  await store.read((db) => db.selectFrom('ledger_record').select('number').limit(1).execute());
  print('The tables are up to date.');
  return 0;
}

/** Tells at most once a second how far it has come, and how an interrupted run is continued. */
function tellProgress(done: string): (mark: Mark) => void {
  let next = Date.now() + progressMs;
  return ({ realm, number }) => {
    if (Date.now() < next) return;
    next = Date.now() + progressMs;
    tell(`${realm}: ${done} to ${number - 1}; --from ${realm}:${number} continues here`);
  };
}

function tellError(error: unknown): number {
  if (error instanceof UsageError) {
    tell(`${error.message}\n${usage}`);
    return exitUsage;
  }
  if (error instanceof ConfigError || error instanceof LedgerRefused) {
    tell(error.message);
    return exitConfig;
  }
  if (error instanceof Failure) {
    tell(error.detail ?? error.message);
    return exitUnavailable;
  }
  throw error;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
