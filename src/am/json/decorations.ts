import { isDeviceId } from '../../domain/devices/device-id.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';
import {
  epochDate,
  firstText,
  isFields,
  optionalBoolean,
  optionalNumber,
  optionalText,
  WireError,
  type Fields,
} from './wire.ts';

/** The members of AM's answers that may be unreadable. Logs and metrics name them. */
type Decoration =
  | 'uuid'
  | '_id'
  | 'identifier'
  | 'deviceName'
  | 'createdDate'
  | 'lastAccessDate'
  | 'lastLogin'
  | 'deviceManagementStatus'
  | 'deviceType'
  | 'issuer'
  | 'credentialId'
  | 'deviceId'
  | 'alias'
  | 'name'
  | 'lastSelectedDate'
  | 'selectionCounter'
  | 'metadata'
  | 'location'
  | 'platform'
  | 'hardware'
  | 'browser'
  | 'version'
  | 'model'
  | 'manufacturer'
  | 'vendor'
  | 'userAgent'
  | 'locale'
  | 'language'
  | 'timeZone'
  | 'timezone'
  | 'latitude'
  | 'longitude'
  | 'cn'
  | 'givenName'
  | 'sn'
  | 'mail'
  | 'oath2faEnabled';

/** Notes a member that could not be read; never its value. */
export type NoteUnreadable = (member: Decoration) => void;

/** What has decorations: the devices of a kind, or people. */
export type Decorated = DeviceKind | 'PERSON';

/**
 * Returns the notes of everything that has decorations. Each note is counted; the first one of a
 * member is logged.
 */
export function unreadableNotes(
  warn: (message: string) => void,
  count: ((subject: Decorated, member: string) => void) | undefined,
): (subject: Decorated) => NoteUnreadable {
  const logged = new Set<string>();
  return (subject) => (member) => {
    count?.(subject, member);
    const what = `The member ${member} of ${subject}`;
    if (logged.has(what)) return;
    logged.add(what);
    warn(
      `${what} in an answer of AM cannot be read, and counts as absent. Later ones are only counted.`,
    );
  };
}

/**
 * Reads members that decide nothing (design D29): one that breaks the contract is null, and noted.
 * What identifies a person or decides about them is read by `wire.ts`, which refuses the answer.
 */
export class Decorations {
  readonly #item: Fields;
  readonly #note: NoteUnreadable;

  constructor(item: Fields, note: NoteUnreadable) {
    this.#item = item;
    this.#note = note;
  }

  /**
   * The first of some ids that can name a device in a path: the app on the device chooses some ids.
   * Null without a usable one; then only a reset removes the device (U34).
   */
  id(...names: readonly Decoration[]): string | null {
    for (const name of names) {
      const id = this.#read(name, usableId);
      if (id !== null) return id;
    }
    return null;
  }

  text(name: Decoration): string | null {
    return this.#read(name, optionalText);
  }

  /** A text or a number, as text. */
  label(name: Decoration): string | null {
    const value = this.#item[name];
    return typeof value === 'number' ? String(value) : this.text(name);
  }

  /** The first value of an attribute, which a deployment may have named itself. */
  first(name: Decoration, attribute: string = name): string | null {
    return this.#read(name, (item) => firstText(item, attribute));
  }

  flag(name: Decoration): boolean | null {
    return this.#read(name, optionalBoolean);
  }

  date(name: Decoration): Date | null {
    return this.#read(name, epochDate);
  }

  /** A number within bounds, both included. */
  number(name: Decoration, [least, most]: readonly [number, number]): number | null {
    return this.#read(name, (item) => {
      const value = optionalNumber(item, name);
      if (value === null || (value >= least && value <= most)) return value;
      throw new WireError(`${name}: out of bounds`);
    });
  }

  integer(name: Decoration, bounds: readonly [number, number]): number | null {
    const value = this.number(name, bounds);
    if (value === null || Number.isInteger(value)) return value;
    this.#note(name);
    return null;
  }

  /** The decorations of a part; none if the part is absent. */
  part(name: Decoration): Decorations {
    const value = this.#item[name] ?? {};
    if (!isFields(value)) this.#note(name);
    return new Decorations(isFields(value) ? value : {}, this.#note);
  }

  #read<T>(name: Decoration, read: (item: Fields, name: Decoration) => T | null): T | null {
    try {
      return read(this.#item, name);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#note(name);
      return null;
    }
  }
}

function usableId(item: Fields, name: string): string | null {
  const id = optionalText(item, name);
  if (id === null || isDeviceId(id)) return id;
  throw new WireError(`${name}: not the id of a device`);
}
