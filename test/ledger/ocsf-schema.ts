/** What OCSF says of the classes that are exported: facts of its schema, and a check of an event against them. */

/** An attribute: its type, whether it is required, and the values that it may have. */
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

/** What both classes of changes have beside that. */
const ofUser: ObjectSchema = {
  user: { type: 'user', ...required },
  auth_factors: { type: 'auth_factor', ...list },
};

const integrity: ObjectSchema = { attestation_list: { type: 'attestation', ...list } };

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Entity management, the same in both versions. */
const search: ObjectSchema = {
  ...event,
  activity_id: { type: 'integer', ...required, values: [...range(0, 13), 99] },
  class_uid: { type: 'integer', ...required, values: [3004] },
  entity: { type: 'managed_entity', ...required },
};

/** The schemas by name: the classes by version, then the objects. */
const schemas: Readonly<Record<string, ObjectSchema>> = {
  '1.9 search': { ...search, ...integrity },
  '1.8 search': search,
  '1.9': {
    ...event,
    ...ofUser,
    ...integrity,
    activity_id: { type: 'integer', ...required, values: [...range(0, 19), 99] },
    class_uid: { type: 'integer', ...required, values: [3007] },
  },
  '1.8': {
    ...event,
    ...ofUser,
    activity_id: { type: 'integer', ...required, values: [...range(0, 12), 99] },
    class_uid: { type: 'integer', ...required, values: [3001] },
  },
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
  actor: { user: { type: 'user' }, app_uid: string, session: { type: 'session' } },
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

/** Everything that is wrong with an event, by the path of the attribute. */
export function ocsfProblems(
  schema: '1.9' | '1.8' | '1.9 search' | '1.8 search',
  value: unknown,
): string[] {
  return problemsOf(value, { type: schema }, 'event');
}

function problemsOf(
  value: unknown,
  { type, list: isList, values }: Attribute,
  at: string,
): string[] {
  if (isList === true) {
    if (!Array.isArray(value)) return [`${at}: no list`];
    return value.flatMap((item, index) => problemsOf(item, { type }, `${at}[${index}]`));
  }
  if (type === 'any') return [];
  if (type === 'string') return typeof value === 'string' ? [] : [`${at}: no text`];
  if (type === 'integer') {
    if (!Number.isInteger(value)) return [`${at}: no integer`];
    return values === undefined || values.includes(Number(value))
      ? []
      : [`${at}: ${String(value)}`];
  }
  return problemsOfObject(value, schemas[type] ?? {}, at);
}

function problemsOfObject(value: unknown, schema: ObjectSchema, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: no object`];
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
