/** Progress lines with the seconds since the start, and the one kind of error that is shown as a sentence. */

/** A problem the reader can solve: printed as its one sentence, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** Prints one line at a time, each with the seconds since it was created. */
export interface Progress {
  readonly tell: (line: string) => void;
  readonly seconds: () => number;
}

/** Creates a progress that counts from now; `write` and `now` can be replaced in a test. */
export function createProgress(
  write: (line: string) => void = console.log,
  now: () => number = Date.now,
): Progress {
  const start = now();
  const seconds = (): number => Math.round((now() - start) / 1000);
  return { seconds, tell: (line) => write(`[${String(seconds()).padStart(3)} s] ${line}`) };
}
