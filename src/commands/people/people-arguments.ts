import type { PeopleSource } from '../../domain/campaign/campaign.ts';
import { fastestPace, longestGroup } from '../../domain/rules/plan-rules.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { isSearchText } from '../../domain/people/search.ts';
import { isNameOnOneLine } from '../../domain/values/recorded-text.ts';
import { UsageError } from '../line/arguments.ts';
import { kindNamed, kindNames } from '../line/kind-names.ts';

/** The most people at once. */
const mostCalls = 32;

/** The longest names. */
const longest = { as: 100, group: longestGroup } as const;

/** One source of people, so that a record can name it; null without one. */
export function sourceOf(
  given: Readonly<Partial<Record<'path' | 'group' | 'search', string | undefined>>>,
): PeopleSource | null {
  const { path, group, search } = given;
  const count = [path, group, search].filter((one) => one !== undefined).length;
  if (count > 1) throw new UsageError('Only one of FILE, --group and --search is possible.');
  if (group !== undefined) return { kind: 'group', group: nameIn('group', group) };
  if (search !== undefined) return { kind: 'search', text: searchText(search) };
  return path === undefined ? null : { kind: 'file', path };
}

/** The same texts as in the API. */
function searchText(value: string): string {
  const text = value.trim();
  if (isSearchText(text)) return text;
  throw new UsageError('--search: expected 3 to 100 plain characters.');
}

/** A name on one line. */
export function nameIn(name: keyof typeof longest, value: string): string {
  const text = value.trim();
  if (!isNameOnOneLine(text, longest[name]))
    throw new UsageError(`--${name}: expected 1 to ${longest[name]} visible characters.`);
  return text;
}

/** Kinds of device, in the order in which pages show them. */
export function readKinds(option: string, value: string): DeviceKind[] {
  const kinds = value.split(',').map((text) => {
    const kind = kindNamed(text.trim());
    if (kind === undefined)
      throw new UsageError(`--${option}: "${text.trim()}" is not one of ${kindNames}.`);
    return kind;
  });
  return deviceKinds.filter((kind) => kinds.includes(kind));
}

/** People a minute, like `60/min`. */
export function readPace(value: string): number {
  const [, people = ''] = /^(\d{1,4})\/min$/.exec(value) ?? [];
  const pace = Number(people);
  if (pace >= 1 && pace <= fastestPace) return pace;
  throw new UsageError(`--pace: expected people a minute, from 1/min to ${fastestPace}/min.`);
}

/** How many people are worked on at once. */
export function readCalls(value: string): number {
  const calls = /^\d{1,2}$/.test(value) ? Number(value) : 0;
  if (calls >= 1 && calls <= mostCalls) return calls;
  throw new UsageError(`--calls: expected 1 to ${mostCalls}.`);
}
