/**
 * Two gateways in their own processes, which can be killed, on one PostgreSQL, which can be cut
 * off.
 */
import { join } from 'node:path';
import type { GatewayProcess, Workplace } from '../../reliability/built-gateway.ts';
import { openGate } from '../../reliability/tcp-gate.ts';
import { freePort } from '../../support/free-port.ts';
import type { Peer, SessionHeader } from '../../support/peer.ts';
import type { StoreSettings } from '../../../src/store/store.ts';
import type { Which } from './drawn.ts';

/** What a client receives: the value of its one field, the codes of errors, or nothing at all. */
export type Told =
  | { readonly kind: 'answer'; readonly payload: Payload }
  | { readonly kind: 'refusal'; readonly codes: readonly string[] }
  | { readonly kind: 'nothing' };

export interface Payload {
  readonly outcome: string;
  readonly isReplayed: boolean;
  readonly change: { readonly id: string } | null;
}

/** The two gateways. */
export interface Pair {
  ask(via: Which, request: Request): Promise<Told>;
  /** Kills one at once, and starts it again; `meanwhile` is called between. */
  crash(via: Which, meanwhile?: () => Promise<void>): Promise<void>;
  /** Cuts every connection to PostgreSQL. */
  cut(): void;
  /** Refuses all connections to PostgreSQL for a moment. */
  away(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A mutation with its input, as a user, under a correlation id. */
export interface Request {
  readonly document: string;
  readonly input: object;
  readonly as: SessionHeader;
  readonly correlationId: string;
}

/** The environment of the gateways. */
export interface PairOptions {
  readonly workplace: Workplace;
  readonly peer: Pick<Peer, 'flavor' | 'staffEnv'>;
  readonly amUrl: string;
  readonly settings: StoreSettings;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts both gateways. */
export async function startPair(options: PairOptions): Promise<Pair> {
  const { workplace, peer, amUrl, settings, env } = options;
  const database = new URL(settings.postgres?.url ?? '');
  const gate = await openGate(database.href);
  database.port = new URL(gate.url).port;
  const start = async (via: Which, port: number): Promise<GatewayProcess> => {
    const gateway = workplace.start({
      ...peer.staffEnv(),
      AM_URL: amUrl,
      AM_FLAVOR: peer.flavor,
      DATABASE_URL: database.href,
      DATA_DIR: join(settings.folder, `gateway-${via}`),
      PORT: String(port),
      LOG_LEVEL: 'error',
      ...env,
    });
    if ((await gateway.listening()) === '') throw new Error(gateway.errors());
    return gateway;
  };
  const ports = [await freePort(), await freePort()] as const;
  const running = await Promise.all([start(0, ports[0]), start(1, ports[1])]);
  return {
    ask: (via, request) => ask(`http://127.0.0.1:${ports[via]}/graphql`, request),
    crash: async (via, meanwhile) => {
      await running[via].kill();
      await meanwhile?.();
      running[via] = await start(via, ports[via]);
    },
    cut: () => gate.cut(),
    away: async (ms) => {
      await gate.shut();
      gate.cut();
      await new Promise((resolve) => setTimeout(resolve, ms));
      await gate.reopen();
    },
    close: async () => {
      await Promise.all(running.map((one) => one.kill()));
      await gate.close();
    },
  };
}

async function ask(url: string, { document, input, as, correlationId }: Request): Promise<Told> {
  const headers = { 'content-type': 'application/json', 'x-correlation-id': correlationId, ...as };
  const body = JSON.stringify({ query: document, variables: { input } });
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const answer: { data?: Record<string, Answered | null>; errors?: AnsweredError[] } = JSON.parse(
      await response.text(),
    );
    const [payload] = Object.values(answer.data ?? {});
    if (payload) {
      const outcome = payload.outcome ?? payload.results?.[0]?.outcome ?? 'NONE';
      return { kind: 'answer', payload: { ...payload, outcome } };
    }
    return {
      kind: 'refusal',
      codes: (answer.errors ?? []).map(({ extensions }) => extensions.code),
    };
  } catch {
    return { kind: 'nothing' };
  }
}

/** A reset of several kinds has a result for each. */
interface Answered extends Omit<Payload, 'outcome'> {
  readonly outcome?: string;
  readonly results?: readonly { readonly outcome: string }[];
}

interface AnsweredError {
  readonly extensions: { readonly code: string };
}
