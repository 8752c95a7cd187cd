/** Deployments with one broken thing, which a start refuses. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { startSteps } from '../../src/process/steps/start-steps.ts';
import { writeEmptyLedger } from '../support/migrated.ts';
import type { Env, Rows, Scene, Stand } from './deployments.ts';

/** What refuses a start, by its step. A new step needs a row. */
export function refused({
  servers: { values },
}: Stand): Readonly<Record<keyof typeof startSteps, Rows>> {
  const postgres = (user: string): Env => ({
    DATABASE_URL: `postgres://${user}@127.0.0.1:${values['postgres']}/ledger`,
  });
  const manifest =
    (text: string, id = idOf(text)) =>
    ({ write }: Scene): Env => ({
      TRUSTED_DOCUMENTS_MANIFESTS: write('manifest.json', { [id]: text }),
    });
  const documents = 'identity-gateway documents check';
  const noMetrics = { METRICS_PORT: 'off' };
  return {
    // The others are in wrong-configurations.txt.
    configuration: [
      { what: 'two numbers', env: { PORT: 'x', AM_TIMEOUT_MS: 'y' }, mend: 'AM_TIMEOUT_MS' },
      { what: 'no AM', env: { AM_URL: '' }, mend: 'AM_URL: missing; `identity-gateway sandbox`' },
    ],
    ledger: [
      {
        what: 'a file in place of the folder',
        env: ({ write }) => ({ DATA_DIR: write('file', 'x') }),
        mend: 'DATA_DIR',
      },
      {
        what: 'a file on the way to the folder',
        env: ({ write }) => ({ DATA_DIR: join(write('file', 'x'), 'data') }),
        mend: 'DATA_DIR',
      },
      { what: 'a virtual file system', env: { DATA_DIR: '/proc/ledger' }, mend: 'DATA_DIR' },
      { what: 'a folder below it', env: { DATA_DIR: '/proc/1/ledger/data' }, mend: 'DATA_DIR' },
      {
        what: 'a folder with the name of the file',
        env: ({ folder }) => (mkdirSync(join(folder, 'ledger.db')), {}),
        mend: 'DATA_DIR',
      },
      {
        what: 'another file',
        env: ({ write }) => (write('ledger.db', 'x'.repeat(5_000)), {}),
        mend: 'DATA_DIR',
      },
      {
        what: 'a lost file',
        env: ({ write }) => (write('ledger-is-here.txt', 'x'), {}),
        mend: 'ledger-is-here.txt',
      },
      {
        what: 'an emptied file',
        env: ({ write }) => (write('ledger-is-here.txt', 'x'), write('ledger.db', ''), {}),
        mend: 'ledger-is-here.txt',
      },
      {
        what: 'a folder whose ledger is in PostgreSQL',
        env: ({ write }) => (write('ledger-is-elsewhere.txt', 'x'), {}),
        mend: 'DATABASE_URL: missing; the ledger of',
      },
      {
        what: 'PostgreSQL beside a ledger in the folder',
        env: ({ write }) => (write('ledger-is-here.txt', 'x'), postgres('any')),
        mend: 'Remove DATABASE_URL',
      },
      {
        what: 'a newer release',
        env: onLedger(`insert into kysely_migration values ('9999-next', '2030-01-01')`),
        mend: 'start that version',
      },
      {
        what: 'a version before the first release',
        env: onLedger(`update kysely_migration set name = '0001-records'`),
        mend: 'A version before 0.4.0, the first release, wrote this ledger',
      },
      {
        what: 'a ledger of the sandbox',
        env: onLedger(`insert into ledger_owner values (1, 'sandbox')`),
        mend: 'DATA_DIR',
      },
      {
        what: 'another process on it',
        env: async ({ folder, closing }) => {
          await writeEmptyLedger(folder);
          const database = new DatabaseSync(join(folder, 'ledger.db'));
          database.exec('pragma locking_mode = exclusive; begin exclusive');
          closing.push(() => database.close());
          return {};
        },
        mend: 'DATABASE_URL',
      },
      { what: 'a rejected password', env: postgres('28P01:pa55'), mend: 'DATABASE_URL' },
      { what: 'a rejected role', env: postgres('28000'), mend: 'pg_hba.conf' },
      { what: 'a missing database', env: postgres('3D000'), mend: 'createdb' },
      { what: 'a missing right', env: postgres('42501'), mend: 'deploy/postgres/grants.sql' },
      { what: 'no password', env: postgres('SASL'), mend: 'DATABASE_URL' },
    ],
    documents: [
      {
        what: 'a missing manifest',
        env: { TRUSTED_DOCUMENTS_MANIFESTS: '/none.json' },
        mend: documents,
      },
      {
        what: 'a folder with two bad manifests',
        env: ({ folder, write }) => (
          write('bad.json', '['),
          write('worse.json', { [idOf('{ you { id } }')]: '{ you { id } }' }),
          { TRUSTED_DOCUMENTS_MANIFESTS: folder }
        ),
        mend: 'Cannot query field "you"',
      },
      { what: 'a wrong hash', env: manifest('{ me { id } }', 'a'.repeat(64)), mend: documents },
      {
        what: 'a document over a limit',
        env: manifest(`{${' me {'.repeat(10)} id ${'}'.repeat(11)}`),
        mend: documents,
      },
    ],
    'port for operators': [
      { what: 'a taken port', env: { METRICS_PORT: `${values['silent']}` }, mend: 'METRICS_PORT' },
    ],
    port: [
      { what: 'a taken port', env: { PORT: `${values['silent']}` }, mend: 'PORT' },
      {
        what: 'an address of another machine',
        env: { HOST: '192.0.2.1', ...noMetrics },
        mend: 'HOST',
      },
      {
        what: 'a name without an address',
        env: { HOST: 'gateway.invalid', ...noMetrics },
        mend: 'HOST',
      },
      {
        what: 'an IPv6 address of another machine',
        env: { HOST: '2001:db8::1', ...noMetrics },
        mend: 'HOST',
      },
    ],
  };

  function idOf(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}

/** Changes an empty ledger. */
function onLedger(statement: string): (scene: Scene) => Promise<Env> {
  return async ({ folder }) => {
    await writeEmptyLedger(folder);
    const database = new DatabaseSync(join(folder, 'ledger.db'));
    database.exec(statement);
    database.close();
    return {};
  };
}
