/**
 * Progress lines with the seconds since the start, and an error that is printed as one sentence.
 */

/** A problem that the reader can solve. It is printed as one sentence, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** Prints a line, with the seconds since the start. */
export type Progress = (line: string) => void;

/** Creates a progress that starts now. */
export function createProgress(): Progress {
  const start = performance.now();
  return (line) => {
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`[${String(seconds).padStart(3)} s] ${line}`);
  };
}
