import { Pool } from 'undici';
import type { Live } from '../../domain/live.ts';
import type { Answer, Call, CallContext, CallRecord } from './call.ts';
import { CallInFlight } from './call-in-flight.ts';
import type { Transport } from './call-in-flight.ts';
import { createConnector } from './connector.ts';
import { NotSent, stopping } from './errors.ts';
import { RetryBudget } from './retry-budget.ts';
import { Compartments } from './compartment.ts';
import { SharedReads } from './shared-reads.ts';

/** How AM is reached. */
export interface HttpOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** PEM of the authorities to trust in place of the built-in ones. */
  readonly ca: Live<string> | undefined;
  /** The deadline of a call, its retry included. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** How many calls to one kind of endpoint of one realm are under way at once; as many wait. */
  readonly connections: number;
  /** Called once for every call, when it ends; for logs and metrics. */
  readonly observe: (call: CallRecord) => void;
}

/** The one HTTP client of AM: pooled, bounded in time and size, follows no redirects. */
export class AmHttp {
  readonly #reads: Pool;
  readonly #writes: Pool;
  readonly #shared = new SharedReads();
  readonly #transport: Transport;
  /** The places for calls; what asks other servers of the deployment takes a place here, too. */
  readonly compartments: Compartments;
  #isDestroyed = false;

  constructor(options: HttpOptions) {
    const { origin, connections, timeoutMs, observe } = options;
    const common = {
      connect: createConnector(options),
      // The deadline of a call covers all of it, so undici's own timeouts are off.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    // As many connections as calls are under way, which the compartments bound.
    this.#reads = new Pool(origin, common);
    // A write opens a connection of its own. On a kept connection that the peer has closed, it fails without
    // anybody knowing whether AM received it (R29).
    this.#writes = new Pool(origin, { ...common, pipelining: 0 });
    const [reads, writes] = [this.#reads, this.#writes];
    const compartments = new Compartments(connections);
    this.compartments = compartments;
    const budget = new RetryBudget();
    const load = { underWay: 0 };
    this.#transport = { reads, writes, timeoutMs, compartments, budget, observe, load };
  }

  /** How many calls have no answer yet. */
  get callsUnderWay(): number {
    return this.#transport.load.underWay;
  }

  /**
   * Sends one call. A read is retried once when its socket was dead or AM answered 502–504, and joins an
   * identical read of the same caller that is in flight. A write is sent once, whatever its client does.
   * @throws Failure UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_CONTRACT, OVERLOADED or RATE_LIMITED
   */
  send(call: Call, context: CallContext): Promise<Answer> {
    if (this.#isDestroyed) return Promise.reject(stopping(new NotSent()));
    if (call.mode === 'write') return this.#write(call, context);
    const { sharedBy: caller, client, deadline } = context;
    if (caller === null || call.method !== 'GET')
      return this.#begin(call, context).wait(client, deadline);
    const begin = (onEnd: () => void): CallInFlight => this.#begin(call, context, onEnd);
    return this.#shared.join(call, caller, begin).wait(client, deadline);
  }

  async #write(call: Call, context: CallContext): Promise<Answer> {
    this.#shared.forget();
    try {
      return await this.#begin(call, context).wait(undefined, context.deadline);
    } finally {
      this.#shared.forget();
    }
  }

  #begin(call: Call, context: CallContext, onEnd = (): void => undefined): CallInFlight {
    const { correlationId, deadline, tally } = context;
    const headers = headersOf(call, context);
    const outgoing = { call, correlationId, deadline, tally, headers, onEnd };
    return new CallInFlight(this.#transport, outgoing);
  }

  /** Gives up every call in flight, and sends none from now on; called at the end of a drain. */
  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    const problem = stopping();
    await Promise.all([this.#reads.destroy(problem), this.#writes.destroy(problem)]);
  }
}

/** Names and values in turn, the form that undici sends without a look-up. */
function headersOf(
  call: Call,
  { credential, cookieName, correlationId, tally }: CallContext,
): string[] {
  const headers = [
    'accept',
    'application/json',
    'x-requested-with',
    'identity-gateway',
    'x-forgerock-transactionid',
    correlationId,
  ];
  if (tally?.traceparent !== undefined) headers.push('traceparent', tally.traceparent);
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
