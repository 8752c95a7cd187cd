import type { Contact, ContactAttributes } from '../../domain/people/contact.ts';
import { UserStatus, type OathSkip, type Person } from '../../domain/people/person.ts';
import { compactText } from '../../domain/people/search.ts';
import { prepared } from '../../domain/values/prepared.ts';
import { Decorations, type NoteUnreadable } from './decorations.ts';
import type { PersonField } from './members.ts';
import {
  allTexts,
  fields,
  firstText,
  isFields,
  type Fields,
  optionalText,
  pageOf,
  text,
  WireError,
} from './wire.ts';

/** A person in a user read (contract §5.1). */
interface PersonFacts extends Omit<Person, 'id' | 'realm'> {
  /** AM's own name for the person, not the spelling in the request (U22). */
  readonly trueName: string;
}

/** An attribute whose value puts a person in an area. */
export interface AreaAttribute {
  readonly area: string;
  readonly name: string;
  readonly preparedValue: string;
}

/** An area, with the attributes that put a person in it. */
interface NamedArea {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** The attributes of all areas, prepared once for every person that is read. */
export function areaAttributesOf(areas: readonly NamedArea[]): readonly AreaAttribute[] {
  return areas.flatMap(({ name: area, attributes }) =>
    attributes.map(({ name, value }) => ({ area, name, preparedValue: prepared(value) })),
  );
}

/** The attributes to request, so that AM sends nothing else (U33, U39). */
export const personFields: readonly PersonField[] = [
  'uid',
  'username',
  'cn',
  'givenName',
  'sn',
  'mail',
  'inetUserStatus',
  'oath2faEnabled',
  'dn',
];

/** Whether an answer holds a person's name. */
export function hasTrueName(json: unknown, trueNameField: string): boolean {
  return isFields(json) && firstText(json, trueNameField) !== null;
}

/** How people are read. */
export interface PersonReading {
  /** `_id` in AIC, elsewhere `uid` or what is configured. */
  readonly trueNameField: string;
  readonly areaAttributes: readonly AreaAttribute[];
  readonly note: NoteUnreadable;
}

/**
 * Reads a person. Names, status, entry and areas decide, so a broken one refuses the answer; the
 * rest decorates.
 */
export function readPerson(
  json: unknown,
  { trueNameField, areaAttributes, note }: PersonReading,
): PersonFacts {
  const user = fields(json, 'user');
  const decorations = new Decorations(user, note);
  const trueName = firstText(user, trueNameField);
  if (trueName === null) throw new WireError(`user: no ${trueNameField}`);
  return {
    trueName,
    username: firstText(user, 'username') ?? firstText(user, 'uid') ?? trueName,
    displayName: decorations.first('cn'),
    givenName: decorations.first('givenName'),
    familyName: decorations.first('sn'),
    email: decorations.first('mail'),
    status: statusOf(firstText(user, 'inetUserStatus')),
    oathSkip: skipOf(decorations.first('oath2faEnabled')),
    entry: firstText(user, 'dn'),
    areasByAttribute: areasIn(user, areaAttributes),
  };
}

/**
 * The areas into which the person's attributes put them, compared as the directory does. Null if
 * an attribute cannot be read.
 */
function areasIn(user: Fields, areas: readonly AreaAttribute[]): readonly string[] | null {
  const found: string[] = [];
  for (const { area, name, preparedValue } of areas)
    for (const given of [user[name] ?? []].flat()) {
      if (typeof given !== 'string') return null;
      if (prepared(given) === preparedValue) found.push(area);
    }
  return found;
}

/** The two-step choice: 1 is skippable, 2 required, 0 or absent not set (contract §4.2, U29). */
function skipOf(value: string | null): OathSkip {
  if (value === '1') return 'SKIPPABLE';
  return value === '2' ? 'REQUIRED' : 'NOT_SET';
}

function statusOf(value: string | null): UserStatus | null {
  return Object.values(UserStatus).find((one) => one === value?.toUpperCase()) ?? null;
}

/** Reads how a person is reached, from the attributes that the deployment names. */
export function readContact(
  json: unknown,
  attributes: ContactAttributes,
  note: NoteUnreadable,
): Contact {
  const user = fields(json, 'user');
  const decorations = new Decorations(user, note);
  const { addresses, language, manager } = attributes;
  return {
    entry: firstText(user, 'dn'),
    displayName: decorations.first('cn'),
    addresses: addresses.flatMap((name) => allTexts(user, name)),
    language: language === undefined ? null : decorations.first('language', language),
    managers: manager === undefined ? [] : allTexts(user, manager),
  };
}

/** A search, and the attributes that it compares as a whole. */
interface AttributeSearch {
  readonly attributes: readonly string[];
  readonly text: string;
}

/** A person in the answer of a search. */
export interface FoundFacts extends PersonFacts {
  readonly isFoundByAttribute: boolean;
}

/** Reads the people of a user query, or of one of its pages (contract §5.2). */
export function readPeople(
  json: unknown,
  search: AttributeSearch,
  reading: PersonReading,
): readonly FoundFacts[] {
  return pageOf(json).map((item) => ({
    ...readPerson(item, reading),
    isFoundByAttribute: hasAttribute(item, search),
  }));
}

/** Only whether a value is the text: the values themselves do not enter the gateway. */
function hasAttribute(item: Fields, { attributes, text: wanted }: AttributeSearch): boolean {
  return attributes
    .flatMap((name) => item[name])
    .some((value) => typeof value === 'string' && compactText(value) === compactText(wanted));
}

/** Reads the names of the entries of a user query, or of one of its pages. */
export function readEntries(json: unknown): readonly (string | null)[] {
  return pageOf(json).map((item) => firstText(item, 'dn'));
}

/** AM's own name of a person, and the name of the entry. */
export interface NamedEntry {
  readonly id: string;
  readonly entry: string | null;
}

/** Reads the people of a user query by AM's own names and their entries. */
export function readNamedEntries(json: unknown, trueNameField: string): readonly NamedEntry[] {
  return pageOf(json).flatMap((item) => {
    const id = firstText(item, trueNameField);
    return id === null ? [] : [{ id, entry: firstText(item, 'dn') }];
  });
}

/** Reads the name of the entry in a user read. */
export function readOwnEntry(json: unknown): string | null {
  return firstText(fields(json, 'user'), 'dn');
}

/** Reads AM's own names in a user query, or in one of its pages. */
export function readNames(json: unknown, trueNameField: string): readonly string[] {
  return pageOf(json).flatMap((item) => firstText(item, trueNameField) ?? []);
}

/** Reads the people of an IDM query (contract §10); what IDM does not hold is null. */
export function readManagedUsers(
  json: unknown,
  search: AttributeSearch,
  note: NoteUnreadable,
): readonly FoundFacts[] {
  return pageOf(json).map((item) => {
    const decorations = new Decorations(item, note);
    const given = decorations.text('givenName');
    const family = decorations.text('sn');
    const names = [given, family].filter((name) => name !== null);
    return {
      trueName: text(item, '_id'),
      username: text(item, 'userName'),
      displayName: decorations.text('cn') ?? (names.length > 0 ? names.join(' ') : null),
      givenName: given,
      familyName: family,
      email: decorations.text('mail'),
      status: statusOf(optionalText(item, 'accountStatus')),
      oathSkip: 'NOT_SET',
      entry: null,
      areasByAttribute: null,
      isFoundByAttribute: hasAttribute(item, search),
    };
  });
}
