import { decision, request } from './approval.ts';
import { campaign } from './campaign.ts';
import { intent, outcome, refusal, settlement } from './change.ts';
import { checkpoint } from './checkpoint.ts';
import { enrolment } from './enrolment.ts';
import type { KindSchema, RecordLimit, RecordPosition } from './parts/kind.ts';
import { proof } from './proof.ts';
import { report, taking } from './report.ts';
import { search } from './search.ts';
import { threat } from './threat.ts';

/**
 * The schema of every kind of record; types, columns, limits and events follow from it. A change
 * may have a settlement and a report, and the report a taking. A change that was requested has a
 * request and its decision before the intent. A checkpoint represents the pruned records before it.
 */
export const recordSchemas = {
  intent,
  outcome,
  settlement,
  refusal,
  search,
  report,
  taking,
  proof,
  campaign,
  threat,
  request,
  decision,
  enrolment,
  checkpoint,
};
export type RecordKind = keyof typeof recordSchemas;

/** The kinds of record. */
export const recordKinds = Object.keys(recordSchemas).filter(isRecordKind);

/** Whether this version has a kind of record. */
export function isRecordKind(kind: string): kind is RecordKind {
  return Object.hasOwn(recordSchemas, kind);
}

type Schemas = typeof recordSchemas;

/** The records of each kind as they are hashed. */
type Bodies = {
  readonly [K in RecordKind]: ReturnType<Schemas[K]['read']> & { readonly kind: K };
};
export type RecordBody = Bodies[RecordKind];

/** The content of a record, before it has a position in a chain. */
export type Content = {
  readonly [K in RecordKind]: Omit<Bodies[K], keyof RecordPosition>;
}[RecordKind];

const schemas: {
  readonly [K in RecordKind]: KindSchema<Bodies[K], RecordLimit<RecordKind>>;
} = recordSchemas;

/** Returns the schema of a kind, for a body of this kind. */
export function schemaOf<K extends RecordKind>(kind: K): KindSchema<Bodies[K]> {
  return schemas[kind];
}
