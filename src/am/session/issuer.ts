import { Agent, fetch } from 'undici';
import type { Live } from '../../domain/live.ts';
import type { Tally } from '../../domain/tally.ts';
import type { Deadline } from '../deadline.ts';
import { codeBelow } from '../http/call-end.ts';
import type { CallRecord } from '../http/call.ts';
import type { Compartments } from '../http/compartment.ts';
import { createConnector } from '../http/connector.ts';
import { unavailable } from '../http/errors.ts';

/** How a token issuer is asked. */
export interface IssuerOptions {
  readonly ca: Live<string> | undefined;
  readonly timeoutMs: number;
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

/** What an issuer is asked. */
export interface IssuerRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What an issuer has answered. */
export interface IssuerAnswer {
  readonly status: number;
  readonly text: string;
}

/** The largest body that is read. */
const bodyLimitBytes = 1_048_576;

/** A token issuer: each of its two places is kept apart, and its calls are told of, as those to AM are. */
export class Issuer {
  readonly #options: IssuerOptions;
  readonly #agent: Agent;

  constructor(options: IssuerOptions) {
    this.#options = options;
    const { ca, timeoutMs } = options;
    this.#agent = new Agent({
      maxResponseSize: bodyLimitBytes,
      connect: createConnector({ ca, connectTimeoutMs: timeoutMs }),
    });
  }

  /**
   * Asks; without `asking` for everybody.
   * @throws Failure UPSTREAM_UNAVAILABLE or OVERLOADED, or what `fetch` throws
   */
  ask(
    template: 'jwks' | 'introspection',
    url: URL,
    request: IssuerRequest,
    asking?: Asking,
  ): Promise<IssuerAnswer> {
    const { timeoutMs, compartments } = this.#options;
    const limitMs = Math.min(timeoutMs, asking?.deadline.leftMs ?? Infinity);
    return compartments.of({ realm: '', template }).run(limitMs, async (signal) => {
      const startedAt = performance.now();
      asking?.tally?.sent(startedAt);
      let result: number | string = '';
      try {
        const traceparent = asking?.tally?.traceparent;
        const answer = await fetch(url, {
          ...request,
          headers: { ...request.headers, ...(traceparent !== undefined && { traceparent }) },
          redirect: 'error',
          signal,
          dispatcher: this.#agent,
        });
        const text = await answer.text();
        result = answer.status;
        if (answer.status >= 500)
          throw unavailable(`the issuer's ${template} answered ${answer.status}`);
        return { status: answer.status, text };
      } catch (error) {
        if (result === '') result = signal.aborted ? 'DEADLINE' : codeBelow(error);
        throw error;
      } finally {
        const endedAt = performance.now();
        asking?.tally?.upstream.end(endedAt);
        this.#options.observe({
          correlationId: asking?.correlationId ?? template,
          method: request.method,
          template,
          result,
          durationMs: endedAt - startedAt,
          attempts: 1,
          tally: asking?.tally,
        });
      }
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
