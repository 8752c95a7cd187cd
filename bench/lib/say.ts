/** What a bench tells its reader. */

/** Prints one line, or several. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A reason to end that its reader can do something about; shown without a stack. */
export class Trouble extends Error {}

/** Runs a bench to its end: a `Trouble` is told in one sentence, and what was started is stopped. */
export async function runBench(
  bench: () => Promise<boolean>,
  stopAll: () => Promise<void>,
): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void stopAll().finally(() => process.exit(130));
    });
  }
  try {
    process.exitCode = (await bench()) ? 0 : 1;
  } catch (error: unknown) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${error instanceof Trouble ? error.message : detail}\n`);
    process.exitCode = 2;
  } finally {
    await stopAll();
  }
}
