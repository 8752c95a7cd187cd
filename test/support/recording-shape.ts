import { readRecording } from '../../src/am/index.ts';

type Json = unknown;

/**
 * The shape of a recording: for each exchange its request, status and version, and each member with
 * its type. Values, sizes, and how many items a list has do not count.
 */
export function shapeOf(text: string): readonly string[] {
  return readRecording(text).exchanges.flatMap(({ step, request, answer }) => {
    const path = request.path.replaceAll(/(?:name|realm|id)-\d+|[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
    const version = answer.headers['content-api-version'] ?? 'no version';
    const asked = `${step}: ${request.method} ${path} ${request.version ?? 'no version'}`;
    return [
      `${asked}: ${answer.status}, ${version}`,
      ...typesOf(answer.body, '').map((type) => `${asked}: ${type}`),
    ];
  });
}

/** Each member by its path, with its type; a member that was left out counts like any other. */
function typesOf(value: Json, at: string): readonly string[] {
  if (Array.isArray(value)) {
    const items = value.flatMap((item: unknown) => typesOf(item, `${at}[]`));
    return [`${at} array`, ...new Set(items)].toSorted();
  }
  if (typeof value !== 'object' || value === null)
    return [`${at} ${value === null ? 'null' : typeof value}`];
  const leftOut: unknown = Object.entries(value).find(([name]) => name === '(left out)')?.[1];
  if (typeof leftOut === 'string') return [`${at} ${leftOut}`];
  return (
    Object.entries(value)
      // The number of a member that no reader reads depends on the order in which AM sends members.
      .map(([name, member]) => [/^member-\d+$/.test(name) ? 'member' : name, member] as const)
      .flatMap(([name, member]) => typesOf(member, at === '' ? name : `${at}.${name}`))
      .toSorted()
  );
}

/** The members of good answers with their types, by the reader that the answers are for. */
export function typesByReader(text: string): ReadonlyMap<string, readonly string[]> {
  const types = new Map<string, readonly string[]>();
  for (const { reads, answer } of readRecording(text).exchanges) {
    if (reads === null || answer.status !== 200) continue;
    types.set(reads, [...(types.get(reads) ?? []), ...typesOf(answer.body, '')]);
  }
  return types;
}
