import { Client } from 'pg';
import type { OutboxChannel } from '../../domain/outbox.ts';
import { channelsIn, runsMs } from '../deployment-channels.ts';

/** What a check needs to know of a PostgreSQL. */
export interface PostgresState {
  readonly version: string;
  readonly hasTables: boolean;
  /** Whether the role may create tables. */
  readonly canCreate: boolean;
  /** The channels of the gateways that run on it now. */
  readonly channels: readonly OutboxChannel[];
}

/** How long to wait for the connection and for the answer, in milliseconds. */
const patienceMs = 5_000;

/** Connects to PostgreSQL once, and reads its state. Writes nothing. */
export async function readPostgresState({ href }: URL): Promise<PostgresState> {
  const client = new Client({
    connectionString: href,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: 'identity-gateway',
  });
  // A connection that breaks rejects the call under way as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Omit<PostgresState, 'channels'> & { hasGateways: boolean }>(
      `select current_setting('server_version') as version,
        to_regclass('ledger_record') is not null as "hasTables",
        to_regclass('gateway_instance') is not null as "hasGateways",
        has_schema_privilege(current_schema(), 'create') as "canCreate"`,
    );
    const [state] = rows;
    if (state === undefined) throw new Error('PostgreSQL returned no row.');
    return { ...state, channels: state.hasGateways ? await runningChannels(client) : [] };
  } finally {
    // The end of a connection that hangs is not awaited.
    void client.end().catch(() => undefined);
  }
}

async function runningChannels(client: Client): Promise<OutboxChannel[]> {
  const { rows } = await client.query<{ readonly channels: string }>(
    `select channels from gateway_instance
      where seen_at > extract(epoch from clock_timestamp()) * 1000 - ${runsMs}`,
  );
  return rows.flatMap(({ channels }) => [...channelsIn(channels)]);
}
