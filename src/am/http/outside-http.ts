import { Agent, fetch } from 'undici';
import type { RequestInit, Response } from 'undici';
import type { Live } from '../../domain/live.ts';
import type { Tally } from '../../domain/tally.ts';
import { noDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline.ts';
import { codeBelow, secondsIn } from './call-end.ts';
import type { CallRecord } from './call.ts';
import type { Compartments } from './compartment.ts';
import { createConnector } from './connector.ts';
import { brokenContract } from './errors.ts';

/** The largest body that is read, unpacked. */
const bodyLimitBytes = 1_048_576;

/** How other servers of the deployment are reached. */
export interface OutsideHttpOptions {
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: Live<string> | undefined;
  /** The most that a call may take. */
  readonly timeoutMs: number;
  /** Those of the calls to AM, beside which these have their own places. */
  readonly compartments: Compartments;
  /** Called once for every call that was sent, when it ends. */
  readonly observe: (call: CallRecord) => void;
}

/** The request that asks. */
export interface Asking {
  readonly correlationId: string;
  readonly deadline: Deadline;
  readonly tally?: Tally | undefined;
}

/** Where a call goes, and for whom; for everybody without `asking`. */
export interface OutsidePlace {
  readonly realm: string;
  readonly template: string;
  readonly asking?: Asking | undefined;
}

/** What is sent. */
export type OutsideRequest = Pick<RequestInit, 'body' | 'redirect'> & {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** An answer with its whole body. */
export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Calls by `fetch` to servers that the client of AM does not reach: issuers of tokens, which may be others. Bounded and told
 * of as calls to AM are: in number, in time and in size, by a breaker and by the time that an answer asks to be left alone for.
 */
export class OutsideHttp {
  readonly #options: OutsideHttpOptions;
  readonly #agent: Agent;

  constructor(options: OutsideHttpOptions) {
    this.#options = options;
    const { ca, timeoutMs } = options;
    this.#agent = new Agent({ connect: createConnector({ ca, connectTimeoutMs: timeoutMs }) });
  }

  /**
   * @throws Failure as `Compartment.enter` does, UPSTREAM_CONTRACT for a body that is too large; whatever `fetch` throws
   */
  async send(
    url: string | URL,
    place: OutsidePlace,
    request: OutsideRequest,
  ): Promise<OutsideAnswer> {
    const { timeoutMs, compartments } = this.#options;
    const compartment = compartments.of(place);
    const deadline = place.asking?.deadline ?? noDeadline;
    const answer = await compartment.run({ timeoutMs, deadline }, (signal) =>
      this.#told(place, request, signal, () => this.#fetch(url, place, { ...request, signal })),
    );
    const seconds = secondsIn(answer.headers['retry-after']);
    if (seconds !== null && (answer.status === 429 || answer.status === 503))
      compartment.hold(answer.status, seconds);
    return answer;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #fetch(
    url: string | URL,
    { asking }: OutsidePlace,
    request: OutsideRequest & { readonly signal: AbortSignal },
  ): Promise<OutsideAnswer> {
    const traceparent = asking?.tally?.traceparent;
    const headers = { ...request.headers, ...(traceparent !== undefined && { traceparent }) };
    const dispatcher = this.#agent;
    const answer = await fetch(url, { ...request, headers, dispatcher });
    const text = await textOf(answer.body ?? []);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
  }

  async #told(
    { template, asking }: OutsidePlace,
    { method }: OutsideRequest,
    signal: AbortSignal,
    call: () => Promise<OutsideAnswer>,
  ): Promise<OutsideAnswer> {
    const startedAt = performance.now();
    asking?.tally?.sent(startedAt);
    let result: number | string = '';
    try {
      const answer = await call();
      result = answer.status;
      return answer;
    } catch (error) {
      result = signal.aborted ? 'DEADLINE' : codeBelow(error);
      throw error;
    } finally {
      const endedAt = performance.now();
      asking?.tally?.upstream.end(endedAt);
      this.#options.observe({
        correlationId: asking?.correlationId ?? template,
        method,
        template,
        result,
        durationMs: endedAt - startedAt,
        attempts: 1,
        tally: asking?.tally,
      });
    }
  }
}

/** Counts what was unpacked: a few bytes may unpack to any size. Who leaves the loop ends the call. */
async function textOf(
  body: NonNullable<Response['body']> | readonly Uint8Array[],
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes)
      throw brokenContract(`the answer is larger than ${bodyLimitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
