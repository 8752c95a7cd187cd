import { errorCodeOf } from '../../domain/values/failure.ts';

/** Writes lines: results to standard output, progress and problems to standard error. */
export interface Terminal {
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

export const terminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
};

/**
 * Prints a list to standard output. If it is empty, prints this sentence to standard error instead,
 * so that a program that counts lines counts none.
 */
export function printList(
  { print, printError }: Terminal,
  lines: readonly string[],
  whenEmpty: string,
): void {
  for (const line of lines) print(line);
  if (lines.length === 0) printError(whenEmpty);
}

/** Prints the progress of a long command at most once a second. */
export function everySecond(printLine: (line: string) => void): (line: () => string) => void {
  let next = Date.now() + 1_000;
  return (line) => {
    if (Date.now() < next) return;
    next = Date.now() + 1_000;
    printLine(line());
  };
}

const output = { hasReader: true };

/** Whether standard output still has a reader; a long command can end early without one. */
export function hasReader(): boolean {
  return output.hasReader;
}

/**
 * Drops further lines when the reader goes away, as `head -1` does after its line (EPIPE). A
 * command then ends as usual, with its own exit code. Any other error of an output, such as a full
 * disk, ends the process.
 */
export function dropLinesWithoutReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: unknown) => {
      if (errorCodeOf(error) !== 'EPIPE') throw error;
      if (stream === process.stdout) output.hasReader = false;
    });
}

/** Ignores errors of the outputs: a closed pipe or a full disk must not end a gateway. */
export function ignoreOutputErrors(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.removeAllListeners('error').on('error', () => undefined);
}
