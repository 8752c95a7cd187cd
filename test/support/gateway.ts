/** A gateway in this process, with its log. Tests call it over HTTP, like clients. */
import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { request, type Dispatcher } from 'undici';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { startGateway } from '../../src/process/gateway/gateway.ts';
import type { AuditTrail } from '../../src/domain/outbox/audit-log.ts';
import type { Ledger } from '../../src/domain/ledger-ports/ledger.ts';
import type { Outbox } from '../../src/domain/outbox/outbox.ts';
import type { Watches } from '../../src/domain/change/watch.ts';
import type { DemoPeople } from '../../src/server/explorer.ts';
import { unrecorded } from '../../src/ledger/intents/unrecorded.ts';
import { createLog } from '../../src/telemetry/log.ts';
import type { SessionHeader } from './peer.ts';

/** An error as a client reads it. */
export interface ClientError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** A response as a client reads it. */
export interface ClientAnswer<D> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: D | null;
  readonly errors: readonly ClientError[];
  /** The unparsed response, for searches. */
  readonly text: string;
}

/** A running gateway under test. */
export interface TestGateway {
  readonly url: string;
  readonly metricsUrl: string | null;
  /** The log, one JSON line each. */
  readonly log: readonly string[];
  /** Sends a documented, typed operation. */
  send<D, V>(
    document: TypedDocumentNode<D, V>,
    variables: V,
    as?: SessionHeader,
  ): Promise<ClientAnswer<D>>;
  /** Sends a text as an operation. */
  ask(
    query: string,
    as?: SessionHeader,
    variables?: object,
  ): Promise<ClientAnswer<Record<string, never>>>;
  /** Sends an HTTP request to `/graphql`. */
  fetch(init: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** The options of a gateway under test. */
export interface TestGatewayOptions {
  /** Options as an operator sets them. */
  readonly env?: Environment;
  readonly now?: () => number;
  /** The monotonic clock. Default: `now`. */
  readonly elapsed?: () => number;
  /** The ledger, its messages about events, its records and its watches. Default: no ledger. */
  readonly ledger?: Ledger & {
    readonly outbox?: Outbox;
    readonly trail?: AuditTrail;
    readonly watches?: Watches;
  };
  /** How often to look for a watched reset that is due, in milliseconds. Default: a second. */
  readonly watchEveryMs?: number;
  /** How often to look for open changes, in milliseconds. Default: two minutes. */
  readonly settleEveryMs?: number;
  /** How a change waits before it lists the devices again. Default: not at all. */
  readonly pause?: (ms: number) => Promise<unknown>;
  /** The folder of the built pages. Default: no pages. */
  readonly pagesFolder?: string;
  /** The users that the explorer offers to sign in. Default: none, as in front of a real AM. */
  readonly demo?: DemoPeople;
}

/** Starts a gateway in front of an AM on a free port. */
export async function startTestGateway(
  am: { readonly url: string; readonly flavor: string },
  {
    env = {},
    now = Date.now,
    elapsed = now,
    ledger = unrecorded,
    pagesFolder,
    demo,
    settleEveryMs,
    watchEveryMs,
    pause = () => Promise.resolve(),
  }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const log: string[] = [];
  const config = loadConfig({
    AM_URL: am.url,
    AM_FLAVOR: am.flavor,
    PORT: '0',
    LOG_LEVEL: 'debug',
    METRICS_PORT: 'off',
    // The load of the test machine must not affect responses.
    SHED_LOAD: 'off',
    AM_CONNECT_TIMEOUT_MS: '30000',
    // Most tests are not about sign-ins: AM has the journey that frees every device.
    DEVICE_MANAGEMENT: 'NONE',
    ...env,
  });
  const gateway = await startGateway(config, {
    amUrl: config.am.url ?? new URL(am.url),
    log: createLog(config.logLevel, {
      destination: { write: (line: string) => void log.push(line) },
    }),
    ledger,
    outbox: ledger.outbox,
    trail: ledger.trail,
    watches: ledger.watches,
    watchEveryMs,
    now,
    elapsed,
    schemaFolder: fileURLToPath(new URL('../../schema', import.meta.url)),
    ...(pagesFolder !== undefined && { pagesFolder }),
    ...(demo !== undefined && { demo }),
    ...(settleEveryMs !== undefined && { settleEveryMs }),
    pause,
  });
  const url = `${gateway.url}/graphql`;
  const post = async (body: unknown, as: SessionHeader = {}): Promise<ClientAnswer<never>> =>
    answerOf(
      await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...as },
        body: JSON.stringify(body),
      }),
    );
  return {
    url: gateway.url,
    metricsUrl: gateway.metricsUrl,
    log,
    send: (document, variables, as) => post({ query: print(document), variables }, as),
    ask: (query, as, variables) => post({ query, variables }, as),
    fetch: (init) => fetch(url, init),
    stop: async () => void (await gateway.stop()),
  };
}

/** Reads a response like a client. */
export async function read(response: Response): Promise<ClientAnswer<never>> {
  return answerFrom(await response.text(), response.status, response.headers);
}

/** Reads a response of undici, which takes less time than `fetch`. */
async function answerOf(response: Dispatcher.ResponseData): Promise<ClientAnswer<never>> {
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headers))
    for (const value of [values ?? []].flat()) headers.append(name, value);
  return answerFrom(await response.body.text(), response.statusCode, headers);
}

function answerFrom(text: string, status: number, headers: Headers): ClientAnswer<never> {
  const body = JSON.parse(text) as { data?: never; errors?: ClientError[] };
  return {
    status,
    headers,
    data: body.data ?? null,
    errors: body.errors ?? [],
    text,
  };
}

/** Returns a response as in production: without the cost, which only development shows. */
export function withoutCost(text: string): string {
  return text.replace(/,"extensions":\{"cost":\{"points":\d+,"limit":\d+\}\}\}$/, '}');
}

/** Returns the codes of a response's errors, in order. */
export function codesOf(answer: { readonly errors: readonly ClientError[] }): string[] {
  return answer.errors.map((error) => error.extensions.code);
}
