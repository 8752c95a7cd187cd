/** How commands write what may be larger than memory. */
import { once } from 'node:events';
import type { Mark } from '../../ledger/upkeep/walk.ts';
import { everySecond, hasReader, type Terminal } from '../line/terminal.ts';

/** Ends an export that no one reads any more. */
class NoReader extends Error {}

/** Writes lines to standard output, as fast as they are read and until they are not any more. */
export async function whileRead(
  act: (write: (line: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const write = async (line: string): Promise<void> => {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
    if (!hasReader()) throw new NoReader();
  };
  try {
    await act(write);
  } catch (error) {
    // `once` rejects with the error of the stream.
    if (hasReader()) throw error;
  }
}

export function unreadablePrinter(printError: Terminal['printError']): (mark: Mark) => void {
  return ({ realm, number }) =>
    printError(
      `Record ${realm}:${number} cannot be read and is left out. Run: identity-gateway ledger verify.`,
    );
}

/** Prints the progress at most once a second, and the option that continues an interrupted run. */
export function progressPrinter(
  done: string,
  printError: Terminal['printError'],
): (mark: Mark) => void {
  const printSometimes = everySecond(printError);
  return ({ realm, number }) =>
    printSometimes(
      () => `${realm}: ${done} to ${number - 1}; --from ${realm}:${number} continues here`,
    );
}
