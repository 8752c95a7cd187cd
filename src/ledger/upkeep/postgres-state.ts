import { Client } from 'pg';

/** What a check needs to know of a PostgreSQL. */
export interface PostgresState {
  readonly version: string;
  readonly hasTables: boolean;
  /** Whether the role may create tables. */
  readonly canCreate: boolean;
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
    const { rows } = await client.query<PostgresState>(
      `select current_setting('server_version') as version,
        to_regclass('ledger_record') is not null as "hasTables",
        has_schema_privilege(current_schema(), 'create') as "canCreate"`,
    );
    const [state] = rows;
    if (state === undefined) throw new Error('PostgreSQL returned no row.');
    return state;
  } finally {
    // The end of a connection that hangs is not awaited.
    void client.end().catch(() => undefined);
  }
}
