import { Pool } from 'undici';
import type { Answer, Call, CallContext, CallRecord } from './call.ts';
import { createConnector } from './connector.ts';
import { Deadlines } from './deadlines.ts';
import { RetryBudget } from './retry-budget.ts';
import { Sending } from './sending.ts';
import type { SendingMeans } from './sending.ts';
import { SharedReads } from './shared-reads.ts';

/** How AM is reached. */
export interface HttpOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly connections: number;
  /** Told of every call when it ends; for logs and metrics. */
  readonly observe: (call: CallRecord) => void;
}

/** The one HTTP client: pooled, bounded in time and size, no redirects, one token in one header. */
export class AmHttp {
  readonly #reads: Pool;
  readonly #writes: Pool;
  readonly #shared = new SharedReads();
  readonly #means: SendingMeans;

  constructor(options: HttpOptions) {
    const common = {
      connect: createConnector(options),
      // One deadline of our own covers the whole call.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#reads = new Pool(options.origin, { ...common, connections: options.connections });
    // A write never meets a kept connection that the peer has closed: it opens its own, so a socket
    // that dies under it died after the request may have been sent (R29).
    this.#writes = new Pool(options.origin, { ...common, pipelining: 0 });
    this.#means = {
      reads: this.#reads,
      writes: this.#writes,
      deadlines: new Deadlines(options.timeoutMs),
      budget: new RetryBudget(),
      shared: this.#shared,
      observe: options.observe,
    };
  }

  /**
   * Sends one call. Reads are tried a second time when the socket was dead or AM answered 502–504;
   * writes never. Identical reads of one caller that are under way are one.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE or UPSTREAM_CONTRACT
   */
  send(call: Call, context: CallContext): Promise<Answer> {
    if (call.effect === 'write') return this.#change(call, context);
    const { sharedBy, client } = context;
    if (sharedBy === null || call.method !== 'GET') {
      return this.#sendingOf(call, context, null).answerFor(client);
    }
    return this.#shared
      .read(call, sharedBy, () => this.#sendingOf(call, context, sharedBy))
      .answerFor(client);
  }

  async #change(call: Call, context: CallContext): Promise<Answer> {
    this.#shared.forget();
    try {
      return await this.#sendingOf(call, context, null).answerFor(undefined);
    } finally {
      this.#shared.forget();
    }
  }

  #sendingOf(call: Call, context: CallContext, sharedBy: string | null): Sending {
    const { correlationId } = context;
    const headers = headersOf(call, context);
    return new Sending(this.#means, { call, correlationId, headers, sharedBy });
  }

  /** Gives up what is under way; for the end of a drain. */
  async destroy(): Promise<void> {
    await Promise.all([this.#reads.destroy(), this.#writes.destroy()]);
  }
}

/** Names and values in turn: undici reads such a list without looking anything up. */
function headersOf(call: Call, { credential, cookieName, correlationId }: CallContext): string[] {
  const headers = [
    'accept',
    'application/json',
    'x-requested-with',
    'identity-gateway',
    'x-forgerock-transactionid',
    correlationId,
  ];
  if (call.version !== null) {
    headers.push('accept-api-version', `protocol=2.1,resource=${call.version}`);
  }
  if ((call.method === 'POST' || call.body !== undefined) && !isTyped(call)) {
    headers.push('content-type', 'application/json');
  }
  if (call.method === 'PUT') headers.push('if-match', '*'); // update, never create (contract §1.2)
  if (credential?.kind === 'session') headers.push(cookieName, credential.token.reveal());
  if (credential?.kind === 'bearer') {
    headers.push('authorization', `Bearer ${credential.token.reveal()}`);
  }
  if (call.headers !== undefined) headers.push(...Object.entries(call.headers).flat());
  return headers;
}

function isTyped({ headers }: Call): boolean {
  return headers?.['content-type'] !== undefined;
}
