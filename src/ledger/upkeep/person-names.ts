/** How records name people: an object with a realm, and an `id` or (in campaigns) a `name`. */
import { isFields, parsed, type Fields } from '../../domain/values/json.ts';
import type { Store } from '../../store/store.ts';
import { actorName } from '../../store/records/who.ts';

/** One person, as records name them. */
export interface PersonNames {
  readonly realm: string;
  readonly name: string;
  /** The names of the person's directory entries, as records have them. */
  readonly entries: readonly string[];
  /** Texts: every record that names the person has one of them. */
  readonly needles: readonly string[];
}

/** Someone in a record. */
interface Named {
  readonly name: string;
  readonly realm: string | null;
  readonly entry: unknown;
  /** Where it is in the record: `intent.actor`. */
  readonly place: string;
}

/** Returns the names of a person, with the entries that records have for this realm and name. */
export async function namesOfPerson(
  store: Store,
  { name, realm }: Pick<PersonNames, 'name' | 'realm'>,
): Promise<PersonNames> {
  const asPerson = await store.query((db) =>
    db
      .selectFrom('ledger_record')
      .select((one) => one.fn.max('body').as('body'))
      .where('realm', '=', realm)
      .where('person', '=', name)
      .groupBy('person_entry')
      .execute(),
  );
  const asActor = await store.query((db) =>
    db
      .selectFrom('ledger_record')
      .select((one) => one.fn.max('body').as('body'))
      .where('actor', '=', actorName({ id: name, realm }))
      .groupBy('actor_entry')
      .execute(),
  );
  const named = [...asPerson, ...asActor].flatMap(({ body }) => namedIn(readable(body)));
  const own = named.filter((one) => one.name === name && one.realm === realm);
  const texts = own.map(({ entry }) => entry).filter((entry) => typeof entry === 'string');
  const entries = [...new Set(texts)].toSorted();
  return { realm, name, entries, needles: [name, ...entries].map((text) => JSON.stringify(text)) };
}

/** Where a record names the person. */
export function placesOf(names: PersonNames, body: unknown): readonly string[] {
  return namedIn(body).flatMap((one) => (isPerson(names, one) ? [one.place] : []));
}

/** Who else is in a record. */
export function otherNamesIn(
  names: PersonNames,
  body: Fields,
): readonly Pick<Named, 'name' | 'realm'>[] {
  return namedIn(body).filter((one) => !isPerson(names, one));
}

function isPerson({ name, realm, entries }: PersonNames, one: Named): boolean {
  const isSameEntry = typeof one.entry === 'string' && entries.includes(one.entry);
  return isSameEntry || (one.name === name && one.realm === realm);
}

function namedIn(value: unknown, path: readonly string[] = []): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap((item) => namedIn(item, path));
  if (!isFields(value)) return [];
  const { realm, entry, id, name = null } = value;
  const text = typeof id === 'string' ? id : name;
  const isOne = path.length > 0 && typeof text === 'string' && isRealm(realm);
  return [
    ...(isOne ? [{ name: text, realm, entry, place: path.join('.') }] : []),
    ...Object.entries(value).flatMap(([key, part]) => namedIn(part, [...path, key])),
  ];
}

function isRealm(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function readable(body: string): unknown {
  try {
    return parsed(body);
  } catch {
    return null;
  }
}
