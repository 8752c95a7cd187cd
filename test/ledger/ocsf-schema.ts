/** The OCSF schema of the exported classes, and a check of events against it. */

import { exportEvents } from '../../src/ledger/upkeep/export.ts';
import type { Store } from '../../src/store/store.ts';

/** Returns the events of an export, in order. */
export async function exportedFrom(store: Store): Promise<Record<string, unknown>[]> {
  const events: Record<string, unknown>[] = [];
  await exportEvents(store, {
    onUnreadable: ({ number }) => {
      throw new Error(`record ${number} cannot be read`);
    },
    from: undefined,
    write: async (line) => void events.push(JSON.parse(line)),
    progress: () => undefined,
  });
  return events;
}

/** An attribute: its type, and the values that it may have. */
interface Attribute {
  readonly type: string;
  readonly required?: true;
  readonly list?: true;
  readonly values?: readonly number[];
}
type ObjectSchema = Readonly<Record<string, Attribute>>;

const string: Attribute = { type: 'string' };
const integer: Attribute = { type: 'integer' };
const required = { required: true } as const;
const list = { list: true } as const;

/** Attributes of every event and of the category. */
const event: ObjectSchema = {
  activity_name: string,
  category_name: string,
  category_uid: { type: 'integer', ...required, values: [3] },
  class_name: string,
  metadata: { type: 'metadata', ...required },
  severity_id: { type: 'integer', ...required, values: [0, 1, 2, 3, 4, 5, 6, 99] },
  start_time: integer,
  status_id: { type: 'integer', values: [0, 1, 2, 99] },
  status_code: string,
  status_detail: string,
  time: { type: 'integer', ...required },
  type_uid: { type: 'integer', ...required },
  unmapped: { type: 'any' },
  actor: { type: 'actor' },
};

/** Further attributes of User Management. */
const ofUser: ObjectSchema = {
  user: { type: 'user', ...required },
  auth_factors: { type: 'auth_factor', ...list },
};

const integrity: ObjectSchema = { attestation_list: { type: 'attestation', ...list } };

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The schemas by name: the three classes, then the objects. */
const schemas: Readonly<Record<string, ObjectSchema>> = {
  search: {
    ...event,
    ...integrity,
    activity_id: { type: 'integer', ...required, values: [...range(0, 13), 99] },
    class_uid: { type: 'integer', ...required, values: [3004] },
    entity: { type: 'managed_entity', ...required },
  },
  change: {
    ...event,
    ...ofUser,
    ...integrity,
    activity_id: { type: 'integer', ...required, values: [...range(0, 19), 99] },
    class_uid: { type: 'integer', ...required, values: [3007] },
  },
  // It requires `service` or `dst_endpoint`; the gateway has the first.
  signOut: {
    ...event,
    ...integrity,
    activity_id: { type: 'integer', ...required, values: [...range(0, 5), 99] },
    class_uid: { type: 'integer', ...required, values: [3002] },
    user: { type: 'user', ...required },
    service: { type: 'service', ...required },
  },
  service: { name: string },
  metadata: {
    version: { type: 'string', ...required },
    product: { type: 'product', ...required },
    uid: string,
    correlation_uid: string,
    log_name: string,
    sequence: integer,
    profiles: { type: 'string', ...list },
  },
  managed_entity: { name: { type: 'string', ...required }, type: string },
  product: { name: string, vendor_name: string },
  user: { uid: string, name: string, domain: string, type_id: { type: 'integer', values: [1, 2] } },
  actor: {
    user: { type: 'user' },
    app_name: string,
    app_uid: string,
    session: { type: 'session' },
  },
  session: { created_time: integer },
  auth_factor: {
    factor_type_id: { type: 'integer', ...required, values: [...range(0, 11), 99] },
    factor_type: string,
  },
  attestation: {
    uid: string,
    chain_uid: string,
    fingerprint: { type: 'fingerprint' },
    prev_event: { type: 'prev_event' },
  },
  prev_event: { uid: string, fingerprint: { type: 'fingerprint' } },
  fingerprint: {
    algorithm_id: { type: 'integer', ...required, values: [3] },
    algorithm: string,
    value: { type: 'string', ...required },
  },
};

/** Returns all problems of an event, each with the path of the attribute. */
export function ocsfProblems(schema: 'change' | 'search' | 'signOut', value: unknown): string[] {
  return problemsOf(value, { type: schema }, 'event');
}

function problemsOf(
  value: unknown,
  { type, list: isList, values }: Attribute,
  at: string,
): string[] {
  if (isList === true) {
    if (!Array.isArray(value)) return [`${at}: not a list`];
    return value.flatMap((item, index) => problemsOf(item, { type }, `${at}[${index}]`));
  }
  if (type === 'any') return [];
  if (type === 'string') return typeof value === 'string' ? [] : [`${at}: not a text`];
  if (type === 'integer') {
    if (!Number.isInteger(value)) return [`${at}: not an integer`];
    return values === undefined || values.includes(Number(value))
      ? []
      : [`${at}: ${String(value)}`];
  }
  return problemsOfObject(value, schemas[type] ?? {}, at);
}

function problemsOfObject(value: unknown, schema: ObjectSchema, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: not an object`];
  const members = new Map<string, unknown>(Object.entries(value));
  const unknown = [...members.keys()].filter((name) => schema[name] === undefined);
  const missing = Object.entries(schema)
    .filter(([name, attribute]) => attribute.required === true && !members.has(name))
    .map(([name]) => name);
  return [
    ...unknown.map((name) => `${at}.${name}: unknown`),
    ...missing.map((name) => `${at}.${name}: missing`),
    ...Object.entries(schema).flatMap(([name, attribute]) =>
      members.has(name) ? problemsOf(members.get(name), attribute, `${at}.${name}`) : [],
    ),
  ];
}
