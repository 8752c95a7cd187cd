/** A gateway in this process, with its log. Tests call it over HTTP, like clients. */
import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { request, type Dispatcher } from 'undici';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/load-config.ts';
import { startGateway } from '../../src/process/gateway/gateway.ts';
import type { TestedLimits } from '../../src/process/steps/tested-limits.ts';
import type { DemoPeople } from '../../src/server/explorer/explorer.ts';
import type { OpenLedger } from '../../src/ledger/open-ledger.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { openLeapingLedger } from './ledger.ts';
import { metricsPort, noteGateway } from './observers.ts';
import type { SessionHeader } from './peer.ts';
import { asEnvironment } from './with-lists.ts';

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
  /** A ledger, which the test closes; or what differs from a new one. Default: a new ledger. */
  readonly ledger?: Partial<OpenLedger>;
  /** How often to look for the device of a setup code, in milliseconds. Default: a second. */
  readonly watchEveryMs?: number;
  /** How often to look for open changes, in milliseconds. Default: two minutes. */
  readonly settleEveryMs?: number;
  /** Limits that differ from those of tests, in which a busy machine affects no response. */
  readonly limits?: TestedLimits;
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
    ledger: given = {},
    pagesFolder,
    demo,
    settleEveryMs,
    watchEveryMs,
    pause = () => Promise.resolve(),
    limits = {},
  }: TestGatewayOptions = {},
): Promise<TestGateway> {
  const log: string[] = [];
  const config = loadConfig(
    asEnvironment({
      NODE_ENV: 'test',
      AM_URL: am.url,
      AM_FLAVOR: am.flavor,
      PORT: '0',
      LOG_LEVEL: 'debug',
      METRICS_PORT: isWhole(given) || isEmpty(given) ? metricsPort() : '0',
      // Most tests are not about sign-ins: AM has the journey that frees every device.
      DEVICE_MANAGEMENT: 'NONE',
      ...env,
    }),
  );
  const { ledger, own } = await ledgerOf(given, now);
  const gateway = await startGateway(config, {
    amUrl: config.am.url,
    log: createLog(config.logLevel, {
      destination: { write: (line: string) => void log.push(line) },
    }),
    ledger,
    watchEveryMs,
    now,
    elapsed,
    schemaFolder: fileURLToPath(new URL('../../schema', import.meta.url)),
    ...(pagesFolder !== undefined && { pagesFolder }),
    ...(demo !== undefined && { demo }),
    ...(settleEveryMs !== undefined && { settleEveryMs }),
    pause,
    limits: { shedsLoad: false, connectTimeoutMs: 30_000, ...limits },
  });
  const url = `${gateway.url}/graphql`;
  const { metricsUrl } = gateway;
  const stops = noteGateway({ url: gateway.url, metricsUrl, log: () => log.join('') });
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
    stop: async () => {
      // The gateway stops in any case, or the test would not end.
      const asked = await Promise.allSettled([stops()]);
      await gateway.stop();
      await own?.close();
      for (const one of asked) if (one.status === 'rejected') throw one.reason;
    },
  };
}

/** The ledger of a gateway under test; `own` if it is opened here. */
async function ledgerOf(
  given: Partial<OpenLedger>,
  now: () => number,
): Promise<{ readonly ledger: OpenLedger; readonly own: OpenLedger | null }> {
  if (isWhole(given)) return { ledger: given, own: null };
  const own = await openLeapingLedger(now);
  return { ledger: { ...own, ...given }, own };
}

function isEmpty(ledger: Partial<OpenLedger>): boolean {
  return Object.keys(ledger).length === 0;
}

function isWhole(ledger: Partial<OpenLedger>): ledger is OpenLedger {
  return ledger.close !== undefined;
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
