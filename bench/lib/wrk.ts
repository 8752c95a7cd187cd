/** Load from wrk: one thread, closed loop. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { places } from './places.ts';
import { BenchError } from './say.ts';

/** The shape of the load. */
export interface Load {
  readonly url: string;
  /** A file of lines METHOD<tab>PATH<tab>BODY, sent in turn. */
  readonly requestsFile: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

/** The result of wrk. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Responses with a status other than 2xx and 3xx. */
  readonly badStatus: number;
  /** Broken connections and responses that did not arrive in time. */
  readonly broken: number;
}

const run = promisify(execFile);

/** Runs wrk. Failed requests end the bench: they are cheap and would improve the figures. */
export async function load(wanted: Load): Promise<LoadResult> {
  const { stdout } = await run('wrk', argumentsOf(wanted), {
    timeout: (wanted.seconds + 15) * 1000,
  });
  const result: LoadResult = JSON.parse(stdout.slice(stdout.lastIndexOf('\n{')));
  if (result.requests === 0 || result.badStatus > 0 || result.broken > 0) {
    throw new BenchError(`Requests to ${wanted.url} failed: ${JSON.stringify(result)}`);
  }
  return result;
}

function argumentsOf({ url, requestsFile, headers, connections, seconds }: Load): string[] {
  const shape = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s'];
  const sent = Object.entries(headers).map(([name, value]) => `${name}=${value}`);
  return [...shape, '-s', places.wrkScript, url, '--', requestsFile, ...sent];
}
