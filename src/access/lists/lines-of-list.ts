import type { Am, GroupMember } from '../../am/index.ts';
import type { PeopleSource } from '../../domain/campaign/campaign.ts';
import type { NewLine } from '../../domain/campaign/new-campaign.ts';
import { keptName, TooManyPeople, UnusablePeople } from '../../domain/campaign/people-file.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';

/** All people of the realm. */
export interface Everyone {
  readonly kind: 'everyone';
}

/** A source that AM knows. */
export type DirectorySource = Exclude<PeopleSource, { kind: 'file' }> | Everyone;

/** How a list of AM is read. */
export interface ListReading {
  readonly am: Am;
  readonly realm: Realm;
  readonly userIds: UserIdRule;
  /** How many calls are under way at once. */
  readonly calls: number;
  /** The most people. */
  readonly most: number;
  /** Reports how far the work is. */
  readonly report: (text: () => string) => void;
  /** Called if AM may have left out people of everyone. */
  readonly onPerhapsCut?: (() => void) | undefined;
}

/** A person, or why the list has no person under this name. */
type NamedLine = Omit<NewLine, 'number'>;

/**
 * Reads the people of a list of AM: each once, in the order of their names.
 * @throws UnusablePeople if it has no people or too many, or AM cannot list them
 */
export async function linesOfList(
  source: DirectorySource,
  reading: ListReading,
): Promise<readonly NewLine[]> {
  const lines = await readLines(source, reading);
  return inOrder(lines).map((line, index) => ({ number: index + 1, ...line }));
}

function readLines(source: DirectorySource, reading: ListReading): Promise<readonly NamedLine[]> {
  switch (source.kind) {
    case 'group':
      return linesOfGroup(source.group, reading);
    case 'search':
      return linesOfSearch(source.text, reading);
    case 'everyone':
      return linesOfEveryone(reading);
    default:
      return source satisfies never;
  }
}

async function linesOfEveryone({
  am,
  realm,
  most,
  report,
  onPerhapsCut,
}: ListReading): Promise<readonly NamedLine[]> {
  const onRead = (people: number): void => report(() => `${people} people are listed so far`);
  const { names, isWhole } = await am.lists.everyone(realm, { most, onRead });
  if (names.length === 0) throw new UnusablePeople(`AM lists no one in the realm ${realm.name}.`);
  if (names.length > most) throw new TooManyPeople(`The realm has more than ${most} people.`);
  if (!isWhole) onPerhapsCut?.();
  return names.map((name) => ({ name, skipped: null }));
}

async function linesOfSearch(
  text: string,
  { am, realm, most, report }: ListReading,
): Promise<readonly NamedLine[]> {
  const found = await am.lists.search(
    { realm, text },
    { most, onRead: (people) => report(() => `${people} people are found so far`) },
  );
  switch (found.kind) {
    case 'whole': {
      if (found.people.length === 0)
        throw new UnusablePeople(`The search finds no one in the realm ${realm.name}.`);
      const refused = found.refused.map(
        (name) => ({ name: keptName(name), skipped: 'BAD_LINE' }) as const,
      );
      return [...found.people.map(({ id }) => ({ name: id, skipped: null })), ...refused];
    }
    case 'too many':
      throw new TooManyPeople(`The search finds more than ${most} people.`);
    case 'perhaps cut':
      throw new UnusablePeople(
        'AM lists no more people than this search finds, and cannot list them in pages, so the search may leave people out.',
      );
    default:
      return found satisfies never;
  }
}

async function linesOfGroup(group: string, reading: ListReading): Promise<readonly NamedLine[]> {
  const { am, realm, calls, most, report } = reading;
  const listed = await am.lists.members(realm, group);
  if (listed === null)
    throw new UnusablePeople(`The realm ${realm.name} has no group ${JSON.stringify(group)}.`);
  const members = membersOnce(listed);
  if (members.length === 0)
    throw new UnusablePeople(`The group ${JSON.stringify(group)} has no members.`);
  if (members.length > most) throw new TooManyPeople(`The group has more than ${most} members.`);
  const batches = batchesOf(members);
  const lines: NamedLine[] = [];
  for (let from = 0; from < batches.length; from += calls) {
    const some = batches.slice(from, from + calls);
    lines.push(...(await Promise.all(some.map((batch) => linesOfMembers(batch, reading)))).flat());
    report(() => `${lines.length} of ${members.length} members are checked`);
  }
  if (lines.every(({ skipped }) => skipped !== null))
    throw new UnusablePeople(
      `AM has no person of the realm ${realm.name} under the entry of any member of this group.`,
    );
  return lines;
}

/** The members without those that differ only in spelling. */
function membersOnce(listed: readonly GroupMember[]): readonly GroupMember[] {
  return [...new Map(listed.map((one) => [one.entry?.text ?? one.listed, one])).values()];
}

/** The most members that one call asks about, and the most characters of their names. */
const mostAtOnce = { members: 50, characters: 2_000 };

/** Divides members, so that each part fits into one call. */
function batchesOf(members: readonly GroupMember[]): readonly (readonly GroupMember[])[] {
  const batches: GroupMember[][] = [];
  let characters = Infinity;
  for (const member of members) {
    const last = batches.at(-1);
    characters += encodeURIComponent(member.listed.toWellFormed()).length;
    if (
      last !== undefined &&
      last.length < mostAtOnce.members &&
      characters < mostAtOnce.characters
    )
      last.push(member);
    else {
      batches.push([member]);
      characters = 0;
    }
  }
  return batches;
}

/** The people of some members, if AM reports these very entries for them (U32). */
async function linesOfMembers(
  members: readonly GroupMember[],
  { am, realm, userIds }: ListReading,
): Promise<readonly NamedLine[]> {
  const entries = members.flatMap(({ entry }) => entry ?? []);
  const names = await am.lists.namesOf(realm, entries, (id) => userIds.accepts(id));
  return members.map(({ listed, entry }) => {
    const name = entry === null ? undefined : names.get(entry.text);
    return name === undefined || !userIds.accepts(name)
      ? { name: keptName(listed), skipped: 'UNKNOWN_NAME' }
      : { name, skipped: null };
  });
}

/** Sorts lines by their names, people first, and removes repeated names. */
function inOrder(lines: readonly NamedLine[]): readonly NamedLine[] {
  const once = [...new Map(lines.map((line) => [`${line.skipped} ${line.name}`, line])).values()];
  const keyOf = ({ name, skipped }: NamedLine): string => `${skipped === null ? 0 : 1} ${name}`;
  return once.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}
