import type { Am, GroupMember } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { ConfigError } from '../../config/values/problem.ts';
import type { PeopleSource } from '../../domain/campaign/campaign.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { UserIdRule } from '../../domain/people/user-id.ts';
import type { NewLine } from '../../ledger/campaigns/campaign-load.ts';
import { batchSize, keptName, mostLines, UnusablePeople } from './people-file.ts';
import { amOfCommand } from '../line/command-am.ts';
import type { Terminal } from '../line/terminal.ts';

/** How often progress is printed, in milliseconds. */
const reportEveryMs = 2_000;

/** Enough for a group of 100 000 members in one answer. No client waits for this command. */
const maxResponseSize = 67_108_864;

/** How long a call may take at least: a group of 100 000 members takes AM some seconds. */
const callMs = 60_000;

/** All people of the realm. */
export interface Everyone {
  readonly kind: 'everyone';
}

/** A source that AM knows. */
export type DirectorySource = Exclude<PeopleSource, { kind: 'file' }> | Everyone;

export interface DirectoryOptions {
  readonly config: Config;
  readonly realm: Realm;
  /** How many members are read at once. */
  readonly calls: number;
  readonly printError: Terminal['printError'];
  /** What a failure leaves undone, as a sentence. */
  readonly undone: string;
  /** Called if AM may have left out people of everyone. */
  readonly onPerhapsCut?: () => void;
}

interface Reading extends Omit<DirectoryOptions, 'config' | 'undone'> {
  readonly am: Am;
  readonly userIds: UserIdRule;
}

/** A person, or why the list has no person under this name. */
type NamedLine = Omit<NewLine, 'number'>;

/**
 * Reads the people of a list of AM with the service credential: each once, in the order of their
 * names.
 * @throws UnusablePeople if it has no people or too many, or AM cannot list them
 * @throws ConfigError without AM or a service credential
 */
export async function linesFromAm(
  source: DirectorySource,
  { config, undone, ...options }: DirectoryOptions,
): Promise<readonly NewLine[]> {
  const { url } = config.am;
  if (url === undefined) throw new ConfigError(['AM_URL: missing; people are listed by AM']);
  const timeoutMs = Math.max(config.am.timeoutMs, callMs);
  const open = amOfCommand(config, url, { maxResponseSize, timeoutMs });
  try {
    const am = open.service('people');
    if (am === null)
      throw new ConfigError(['a list of AM needs the service credential: AM_SERVICE_…']);
    const lines = await readLines(source, { ...options, am, userIds: open.userIds });
    return inOrder(lines).map((line, index) => ({ number: index + 1, ...line }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, facts, message, detail = message } = error;
    throw new Failure(code, message, {
      facts,
      detail: `AM cannot list the people: ${detail}. ${undone}`,
      cause: error,
    });
  } finally {
    await open.close();
  }
}

/** Reports lines that are left out, and returns all in batches. */
export async function* batchesOf(
  lines: readonly NewLine[],
  leftOut: (line: NewLine) => void,
): AsyncGenerator<readonly NewLine[]> {
  for (let from = 0; from < lines.length; from += batchSize) {
    const batch = lines.slice(from, from + batchSize);
    for (const line of batch) if (line.skipped !== null) leftOut(line);
    yield batch;
  }
}

function readLines(source: DirectorySource, reading: Reading): Promise<readonly NamedLine[]> {
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
  printError,
  onPerhapsCut,
}: Reading): Promise<readonly NamedLine[]> {
  const report = reporter(printError);
  const onRead = (people: number): void => report(() => `${people} people are listed so far`);
  const { names, isWhole } = await am.lists.everyone(realm, { most: mostLines, onRead });
  if (names.length === 0) throw new UnusablePeople(`AM lists no one in the realm ${realm.name}.`);
  if (names.length > mostLines)
    throw new UnusablePeople(`The realm has more than ${mostLines} people.`);
  if (!isWhole) onPerhapsCut?.();
  return names.map((name) => ({ name, skipped: null }));
}

async function linesOfSearch(
  text: string,
  { am, realm, printError }: Reading,
): Promise<readonly NamedLine[]> {
  const report = reporter(printError);
  const found = await am.lists.search(
    { realm, text },
    { most: mostLines, onRead: (people) => report(() => `${people} people are found so far`) },
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
      throw new UnusablePeople(`The search finds more than ${mostLines} people.`);
    case 'perhaps cut':
      throw new UnusablePeople(
        'AM lists no more people than this search finds, and cannot list them in pages, so the search may leave people out.',
      );
    default:
      return found satisfies never;
  }
}

async function linesOfGroup(group: string, reading: Reading): Promise<readonly NamedLine[]> {
  const { am, realm, calls, printError } = reading;
  const listed = await am.lists.members(realm, group);
  if (listed === null)
    throw new UnusablePeople(`The realm ${realm.name} has no group ${JSON.stringify(group)}.`);
  const members = membersOnce(listed);
  if (members.length === 0)
    throw new UnusablePeople(`The group ${JSON.stringify(group)} has no members.`);
  if (members.length > mostLines)
    throw new UnusablePeople(`The group has more than ${mostLines} members.`);
  const report = reporter(printError);
  const lines: NamedLine[] = [];
  for (let from = 0; from < members.length; from += calls) {
    const some = members.slice(from, from + calls);
    lines.push(...(await Promise.all(some.map((member) => lineOfMember(member, reading)))));
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

/** The person of a member, if AM reports this very entry for them (U32). */
async function lineOfMember(
  { listed, entry }: GroupMember,
  { am, realm, userIds }: Reading,
): Promise<NamedLine> {
  const person = await entry?.find(async (id) =>
    userIds.accepts(id) ? am.people.find({ id, realm }) : null,
  );
  if (person === undefined || person === null)
    return { name: keptName(listed), skipped: 'UNKNOWN_NAME' };
  return { name: person.id, skipped: null };
}

/** Sorts lines by their names, people first, and removes repeated names. */
function inOrder(lines: readonly NamedLine[]): readonly NamedLine[] {
  const once = [...new Map(lines.map((line) => [`${line.skipped} ${line.name}`, line])).values()];
  const keyOf = ({ name, skipped }: NamedLine): string => `${skipped === null ? 0 : 1} ${name}`;
  return once.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Prints progress every two seconds, so that a quick command prints none. */
export function reporter(printError: Terminal['printError']): (text: () => string) => void {
  let next = Date.now() + reportEveryMs;
  return (text) => {
    if (Date.now() < next) return;
    next = Date.now() + reportEveryMs;
    printError(text());
  };
}
