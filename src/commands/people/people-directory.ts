import { linesOfList, type DirectorySource } from '../../access/lists/lines-of-list.ts';
import type { Config } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { mostLines } from '../../domain/campaign/people-file.ts';
import { amOfCommand } from '../line/command-am.ts';
import type { Terminal } from '../line/terminal.ts';

/** How often progress is printed, in milliseconds. */
const reportEveryMs = 2_000;

/** Enough for a group of 100 000 members in one answer. No client waits for this command. */
const maxResponseSize = 67_108_864;

/** How long a call may take at least: a group of 100 000 members takes AM some seconds. */
const callMs = 60_000;

export interface DirectoryOptions {
  readonly config: Config;
  readonly realm: Realm;
  /** How many members are read at once. */
  readonly calls: number;
  readonly printError: Terminal['printError'];
  /** What a failure leaves undone, as a sentence. */
  readonly undone: string;
  /** Called if AM may have left out people of everyone. */
  readonly onPerhapsCut?: () => void;
}

/**
 * Reads the people of a list of AM with the service credential: each once, in the order of their
 * names.
 * @throws UnusablePeople if it has no people or too many, or AM cannot list them
 * @throws ConfigError without a service credential
 */
export async function linesFromAm(
  source: DirectorySource,
  { config, undone, ...options }: DirectoryOptions,
): Promise<readonly NewLine[]> {
  const timeoutMs = Math.max(config.am.timeoutMs, callMs);
  const open = amOfCommand(config, { maxResponseSize, timeoutMs });
  try {
    const am = open.service('people');
    if (am === null)
      throw new ConfigError(['a list of AM needs the service credential: AM_SERVICE_…']);
    const { realm, calls, printError, onPerhapsCut } = options;
    const list = { am, realm, calls, most: mostLines, userIds: open.userIds, onPerhapsCut };
    return await linesOfList(source, { ...list, report: reporter(printError) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, facts, message, detail = message } = error;
    throw new Failure(code, message, {
      facts,
      detail: `AM cannot list the people: ${detail}. ${undone}`,
      cause: error,
    });
  } finally {
    await open.close();
  }
}

/** Prints progress every two seconds, so that a quick command prints none. */
export function reporter(printError: Terminal['printError']): (text: () => string) => void {
  let next = Date.now() + reportEveryMs;
  return (text) => {
    if (Date.now() < next) return;
    next = Date.now() + reportEveryMs;
    printError(text());
  };
}
