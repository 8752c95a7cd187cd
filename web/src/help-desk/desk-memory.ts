import type { SearchPeopleQuery } from '@identity-gateway/client';
import type { QueryResult } from '../data/run-query.ts';

/** A search; `number` makes a repeated search different from the previous one. */
export interface Search {
  readonly text: string;
  readonly realm: string;
  readonly number: number;
}

/** The result of a search. */
export type SearchResult = QueryResult<SearchPeopleQuery>;

/** A user that the agent has opened. */
export interface RecentPerson {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly realm: string;
}

interface DeskMemory {
  search: Search | null;
  /** The result of `search`, so that Back shows it without another search on the record. */
  result: SearchResult | null;
  people: readonly RecentPerson[];
  /** The user and the ticket that a link names, until they are used. */
  person: string;
  ticket: string;
  /** Whether `search` is that of a link, whose only exact match is opened at once. */
  isLinked: boolean;
}

const maxPeople = 8;

const nothing: Readonly<DeskMemory> = {
  search: null,
  result: null,
  people: [],
  person: '',
  ticket: '',
  isLinked: false,
};

/**
 * What the help desk remembers. It is in the memory of the page alone, never in the browser's
 * storage: on a shared computer a reload and a sign-out leave nothing behind (security E12).
 */
export const deskMemory: DeskMemory = { ...nothing };

/** Forgets everything: the agent has left. */
export function forgetDesk(): void {
  Object.assign(deskMemory, nothing);
}

/** Forgets the last search: another user calls. The opened users stay known. */
export function startNextCall(): void {
  Object.assign(deskMemory, { search: null, result: null });
}

/** Remembers an opened user, newest first. */
export function rememberPerson(person: RecentPerson): void {
  const others = deskMemory.people.filter(({ id }) => id !== person.id);
  deskMemory.people = [person, ...others].slice(0, maxPeople);
}

/** Whether the same search was sent last and has no answer yet. */
export function isInFlight({ text, realm }: Omit<Search, 'number'>): boolean {
  const { search, result } = deskMemory;
  return result === null && search?.text === text && search.realm === realm;
}

/** Returns the only exact match of a search that is shown; null without one, or with several. */
export function onlyExactMatch({ text, realm }: Omit<Search, 'number'>): string | null {
  const { search, result } = deskMemory;
  if (search?.text !== text || search.realm !== realm || result?.status !== 'ready') return null;
  const [exact, ...others] = result.data.users?.edges.filter(({ isExact }) => isExact) ?? [];
  return exact === undefined || others.length > 0 ? null : exact.node.id;
}

/** Returns the address of a user's page. */
export function addressOf(id: string): string {
  return `/help-desk/${encodeURIComponent(id)}`;
}

/**
 * Remembers what the link of a ticket system names, `/help-desk/?person=…&ticket=…`, so that it can
 * go from the address, which browsers keep.
 */
export function takeLink(query: string): void {
  const values = new URLSearchParams(query);
  const textOf = (name: string): string => (values.get(name) ?? '').trim().slice(0, 100);
  Object.assign(deskMemory, { person: textOf('person'), ticket: textOf('ticket') });
}
