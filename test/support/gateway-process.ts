/** A gateway in a process of its own, whatever has started it. */
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { until } from '../reliability/am-traffic.ts';

/** One process. */
export interface GatewayProcess {
  output(): string;
  errors(): string;
  /** The base URL, once the banner tells it; empty where the process ends without one. */
  listening(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** The exit code, once the process has ended and all it wrote has been read. */
  exited(): Promise<number | null>;
  /** Ends it the hard way if it still runs. */
  kill(): Promise<void>;
}

/** Follows a process that has just been started; `signal` is told where it is not the child itself that takes signals. */
export function followProcess(
  child: ChildProcessByStdio<null, Readable, Readable>,
  signal: GatewayProcess['signal'] = (name) => child.kill(name),
): GatewayProcess {
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const closed = once(child, 'close');
  const url = (): string | undefined => /GraphQL {3}(http:\S+)\/graphql/.exec(written.output)?.[1];
  return {
    output: () => written.output,
    errors: () => written.errors,
    listening: async () => {
      await until('the gateway listens', () => url() !== undefined || child.exitCode !== null);
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
