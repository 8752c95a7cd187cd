import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DeviceKind } from '../../domain/devices/device.ts';
import type { HoldEnd } from '../../domain/enrolment/hold.ts';

/** A hold on the registration of devices after a change. Like a session, it is updated. */
export interface HoldRow {
  /** The reference number of the change. */
  readonly id: string;
  readonly realm: string;
  readonly person: string;
  readonly person_entry: string | null;
  /** The held kinds between bars: `|OATH|PUSH|`. */
  readonly kinds: string;
  readonly opened_at: number;
  readonly until_at: number;
  readonly ended: HoldEnd | null;
  readonly ended_at: number | null;
  /** Whether it stays although its change had no effect, because it replaced an open one. */
  readonly stays: number;
  /** The keyed hash of the code; null without a code. */
  readonly code_hash: string | null;
  readonly wrong_tries: number;
  readonly allowed_at: number | null;
  readonly last_allowed_at: number | null;
  readonly allowed_kind: DeviceKind | null;
  /** The ids of the devices that were listed when the code was accepted, as JSON. */
  readonly listed: string | null;
  /** The registered device, as JSON. */
  readonly device: string | null;
}

/** Holds on the registration of devices, with indexes to find those of a person. */
export const enrolmentHolds: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('enrolment_hold')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('realm', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('person_entry', 'text')
      .addColumn('kinds', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('until_at', 'bigint', (column) => column.notNull())
      .addColumn('ended', 'text')
      .addColumn('ended_at', 'bigint')
      .addColumn('stays', 'integer', (column) => column.notNull())
      .addColumn('code_hash', 'text')
      .addColumn('wrong_tries', 'integer', (column) => column.notNull())
      .addColumn('allowed_at', 'bigint')
      .addColumn('last_allowed_at', 'bigint')
      .addColumn('allowed_kind', 'text')
      .addColumn('listed', 'text')
      .addColumn('device', 'text')
      .execute();
    for (const columns of [['realm', 'person'], ['person_entry'], ['opened_at']])
      await db.schema
        .createIndex(`enrolment_hold_${columns.at(-1)}`)
        .on('enrolment_hold')
        .columns(columns)
        .execute();
    await db.schema
      .createIndex('enrolment_hold_allowed')
      .on('enrolment_hold')
      .column('allowed_at')
      .where(sql.ref('ended'), 'is', null)
      .execute();
  },
};
