import { setTimeout as wait } from 'node:timers/promises';
import { errorCodeOf, Failure } from '../../domain/values/failure.ts';
import type { OpenAm } from '../../am/index.ts';
import {
  loadConfig,
  loadLedgerConfig,
  type Config,
  type Environment,
} from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import { CoverageTally, isOfEveryone, type CoverageCounts } from '../../domain/devices/coverage.ts';
import { areaRefusal } from '../../domain/rules/plan-rules.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { recordCoverage } from '../../ledger/coverage/coverages.ts';
import { LedgerRefused } from '../../store/tables/ledger-refused.ts';
import { Store } from '../../store/store.ts';
import { parseIn, UsageError } from '../line/arguments.ts';
import { amOfCommand } from '../line/command-am.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
import { reporter } from '../people/people-directory.ts';
import { UnusablePeople } from '../../domain/campaign/people-file.ts';
import { readSource } from '../people/people-source.ts';
import { coverageCommands, type CoverageCommand } from './coverage-arguments.ts';
import { createList, noList, type CoverageList } from './coverage-csv.ts';
import { linesOfFigures } from './coverage-figures.ts';
import { readPaced, type PaceClock, type PacedEnd } from './paced-reads.ts';
import { DeviceReader, endOfFound, type Found } from './person-devices.ts';

/** Runs `identity-gateway coverage`, and returns its exit code. */
export async function runCoverage(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  const command = parseIn(coverageCommands, ['', ...args]);
  const config = loadConfig(environment);
  const { realms, areas } = config.access;
  const realm = realms.byName(command.realm);
  if (realm === undefined) throw new UsageError(`"${command.realm}" is not a served realm.`);
  const refusal = areaRefusal(command.area, areas);
  if (refusal !== null) throw new UsageError(`--area: ${refusal.message}`);
  const am = amOfCommand(config);
  const interrupted = interruption();
  try {
    return await count({ command, config, environment, terminal, realm, am }, interrupted.signal);
  } catch (error) {
    if (!(error instanceof UnusablePeople)) throw error;
    terminal.printError(`${error.message} Nothing was counted.`);
    return exitCodes.data;
  } finally {
    interrupted.end();
    await am.close();
  }
}

interface CoverageWork {
  readonly command: CoverageCommand;
  readonly config: Config;
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly realm: Realm;
  readonly am: OpenAm;
}

/** Aborted by the first Ctrl-C or SIGTERM; the second one ends the process. */
function interruption(): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const abort = (): void => {
    end();
    controller.abort();
  };
  const end = (): void => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, abort);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, abort);
  return { signal: controller.signal, end };
}

const clock: PaceClock = {
  now: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};

async function count(work: CoverageWork, stop: AbortSignal): Promise<number> {
  const { command, config, terminal, realm, am } = work;
  if (am.service('coverage') === null)
    throw new ConfigError(['the devices of others need the service credential: AM_SERVICE_…']);
  const { names, refused, isWhole } = await namesOf(work);
  const list = command.csv === null ? noList : await listAt(command.csv, command.without);
  try {
    const reader = new DeviceReader({ config, am, realm, area: command.area });
    const tally = new CoverageTally();
    tally.list(names.length + refused);
    tally.leaveOut('refused', refused);
    const report = reporter(terminal.printError);
    let settled = 0;
    const { end, notReached } = await readPaced(names, {
      ...command,
      stop,
      clock,
      read: (name) => reader.read(name),
      onFound: async (name, found) => {
        settled += 1;
        settle(tally, found);
        report(() => `${settled} of ${names.length} people are read`);
        list.add(name, found);
      },
    });
    await list.end(notReached);
    tally.leaveOut('notReached', notReached.length);
    for (const line of linesOfFigures(tally, command.without)) terminal.print(line);
    for (const kind of reader.notOffered) terminal.printError(`AM does not offer ${kind}.`);
    const why = partial[end](notReached.length);
    if (why !== null) terminal.printError(why);
    if (!isWhole) terminal.printError(perhapsCut);
    const isAll = isOfEveryone(tally.sum) && isWhole;
    // An unfinished count would hide the last one.
    if (end === 'done') await keep(work, { ...tally.counts, isWhole: isAll });
    return exits[end];
  } finally {
    await list.drop();
  }
}

/** Adds what was found under one name. */
function settle(tally: CoverageTally, found: Found): void {
  if (found.kind === 'counted') return tally.add(found.devices);
  const end = endOfFound[found.kind];
  if (end === null || end === 'counted') return tally.unlist();
  tally.leaveOut(end);
}

const exits: Readonly<Record<PacedEnd, number>> = {
  done: exitCodes.done,
  stopped: exitCodes.stopped,
  'AM fails': exitCodes.unavailable,
};

/** Why not everyone was counted; null if everyone was. */
const partial: Readonly<Record<PacedEnd, (left: number) => string | null>> = {
  done: () => null,
  stopped: (left) => `Interrupted: ${left} people were not reached. The counts are not kept.`,
  'AM fails': (left) => `AM fails: ${left} people were not reached. The counts are not kept.`,
};

const perhapsCut =
  'AM lists people without pages, and may have left some out: the counts may be partial.';

/** The names to read, how many names are refused, and whether AM certainly listed everyone. */
async function namesOf({
  command: { source, calls },
  config,
  realm,
  terminal: { printError },
}: CoverageWork): Promise<{
  readonly names: readonly string[];
  readonly refused: number;
  readonly isWhole: boolean;
}> {
  const names: string[] = [];
  let [isWhole, refused] = [true, 0];
  const batches = await readSource({
    source: source ?? { kind: 'everyone' },
    config,
    realm,
    calls,
    printError,
    undone: 'Nothing was counted.',
    leftOut: ({ number, skipped }) => {
      if (skipped !== 'DUPLICATE') refused += 1;
      printError(`line ${number}: ${skipped ?? ''}`);
    },
    onPerhapsCut: () => {
      isWhole = false;
    },
  });
  for await (const batch of batches)
    names.push(...batch.flatMap(({ name, skipped }) => (skipped === null ? [name] : [])));
  if (names.length === 0) throw new UnusablePeople('The file names no one.');
  return { names, refused, isWhole };
}

/** @throws UsageError if the file cannot be written */
async function listAt(...file: Parameters<typeof createList>): Promise<CoverageList> {
  try {
    return await createList(...file);
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === undefined) throw error;
    throw new UsageError(`--csv: the file cannot be written: ${code}.`);
  }
}

/** Keeps the counts of a realm or area, if the ledger can be opened. */
async function keep(
  { command: { source, area }, environment, realm, terminal: { printError } }: CoverageWork,
  counts: CoverageCounts & { readonly isWhole: boolean },
): Promise<void> {
  // Of other people than those of the realm or area.
  if (source !== null) return;
  try {
    const settings = loadLedgerConfig(environment);
    const store = await Store.open(settings, { create: false });
    try {
      const countedAt = await store.now();
      await recordCoverage(store, { realm: realm.name, area, countedAt, ...counts });
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerRefused || error instanceof Failure)) throw error;
    printError(`The counts are not kept: ${error.message}`);
  }
}
