/** A gateway in its own process. */
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { until } from '../reliability/am-traffic.ts';

/** How long a start may take when other programs need the processor, in milliseconds. */
const startMs = 180_000;

/** A process. */
export interface GatewayProcess {
  /** The whole lines of its standard output so far; everything once it has ended. */
  output(): string;
  /**
   * Its standard error, in the same way. The two pipes are not read in the order of the writes: to
   * compare one with what the other shows, wait for `exited`.
   */
  errors(): string;
  /**
   * The base URL, after it is printed, or logged in production; empty once the process has ended
   * before.
   */
  listening(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** The exit code, after the process has ended and all output was read. */
  exited(): Promise<number | null>;
  /** Kills the process if it still runs. */
  kill(): Promise<void>;
}

/**
 * Follows a started process. `signal` is required if another process than the child receives
 * signals.
 */
export function followProcess(
  child: ChildProcessByStdio<null, Readable, Readable>,
  signal: GatewayProcess['signal'] = (name) => child.kill(name),
): GatewayProcess {
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  let isClosed = false;
  const closed = once(child, 'close').then(() => void (isClosed = true));
  const wholeLines = (text: string): string =>
    isClosed ? text : text.slice(0, text.lastIndexOf('\n') + 1);
  const url = (): string | undefined =>
    /(?:GraphQL {3}|"step":"listening","url":")(http:[^\s"]+?)(?:\/graphql|")/.exec(
      written.output,
    )?.[1];
  return {
    output: () => wholeLines(written.output),
    errors: () => wholeLines(written.errors),
    listening: async () => {
      await until('the gateway listens', () => url() !== undefined || isClosed, startMs);
      return url() ?? '';
    },
    signal,
    exited: async () => {
      await closed;
      return child.exitCode;
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await closed;
    },
  };
}
