/** Output and errors of a bench. */

/** Prints one or more lines. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** An error that the reader can act on; printed without a stack. */
export class BenchError extends Error {}

/** Runs a bench, prints its error, stops its servers and sets the exit status. */
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
    process.stderr.write(`${error instanceof BenchError ? error.message : detail}\n`);
    process.exitCode = 2;
  } finally {
    await stopAll();
  }
}
