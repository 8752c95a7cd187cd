/** Makes ledgers of this release those of an older one, for the tests of a block. */
import { afterEach, beforeEach } from '@jest/globals';
import type { Kysely } from 'kysely';
import { migrations } from '../../src/store/tables/migrations.ts';

const name = '9998-next-release';

/** Adds a migration to those of this process, as the next release does. */
export function useNextRelease(): void {
  const up = async (db: Kysely<unknown>): Promise<void> => {
    await db.schema.alterTable('gateway_instance').addColumn('next', 'text').execute();
  };
  beforeEach(() => void Object.assign(migrations, { [name]: { up } }));
  afterEach(() => void Reflect.deleteProperty(migrations, name));
}
