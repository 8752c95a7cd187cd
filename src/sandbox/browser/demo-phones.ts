import { randomUUID } from 'node:crypto';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices } from '../devices/device-store.ts';
import type { Directory } from '../people/directory.ts';
import type { Person } from '../people/person.ts';
import { fromBase32, hotpCode, hotpWindow } from '../sign-in/hotp.ts';

/** An account in a user's authenticator app, with its own counter. */
export interface PhoneAccount {
  readonly id: string;
  readonly realm: string;
  /** The login name. */
  readonly person: string;
  readonly label: string;
  /** Whether it was scanned in this sandbox. */
  readonly isDemo: boolean;
  readonly seedHex: string;
  /** The counter of the visible code. */
  counter: number;
}

/** How AM would treat the code that a phone shows. */
export type CodeStatus = 'accepted' | 'used' | 'ahead' | 'removed';

/** How far alice's phone is ahead of AM. This is beyond the window, so AM rejects its codes. */
const aliceIsAheadBy = 500;

/** The authenticator apps of the sandbox's users. AM cannot see them. */
export class DemoPhones {
  #accounts: PhoneAccount[] = [];

  /** Gives each phone the devices that are registered now. Alice's phone is out of sync. */
  reset(directory: Directory): void {
    const everybody = directory.realms().flatMap((realm) => directory.people(realm));
    this.#accounts = [...new Set(everybody)].flatMap(accountsOf);
  }

  of(person: Person): readonly PhoneAccount[] {
    return this.#accounts.filter(
      ({ realm, person: name }) => realm === person.realm && name === person.name,
    );
  }

  /** Shows the next code. The phone counts even if the code is never used. */
  showNext(id: string): PhoneAccount | undefined {
    const account = this.#accounts.find((one) => one.id === id);
    if (account !== undefined) account.counter += 1;
    return account;
  }

  /** Scans a registration with a user's phone. A repeated scan adds no second account. */
  add(person: Person, { seedHex, counter }: Registration): PhoneAccount {
    const known = this.of(person).find((account) => account.seedHex === seedHex);
    if (known !== undefined) return known;
    const owner = person.attributes.get('givenName')?.[0] ?? person.name;
    const scanned = this.of(person).filter(({ isDemo }) => isDemo).length;
    const label = `${owner}'s demo phone${scanned === 0 ? '' : ` ${scanned + 1}`}`;
    const made = { id: randomUUID(), isDemo: true, label, seedHex, counter };
    const account: PhoneAccount = { ...ownerOf(person), ...made };
    this.#accounts.push(account);
    return account;
  }
}

/** What an authenticator app reads from a QR code. */
export interface Registration {
  /** The login name. */
  readonly name: string;
  readonly seedHex: string;
  readonly counter: number;
}

/** Reads `otpauth://hotp/Issuer:name?secret=…&counter=0`. Returns undefined for other texts. */
export function readRegistration(uri: string): Registration | undefined {
  const [, label = '', query = ''] = /^otpauth:\/\/hotp\/([^?]+)\?(.+)$/.exec(uri) ?? [];
  const parameters = new URLSearchParams(query);
  const seedHex = fromBase32(parameters.get('secret') ?? '');
  const counter = Number(parameters.get('counter') ?? 0);
  if (seedHex === undefined || !Number.isSafeInteger(counter)) return undefined;
  const name = new URLSearchParams(`name=${label.replaceAll('+', '%2B')}`).get('name') ?? '';
  return { name: name.slice(name.indexOf(':') + 1), seedHex, counter };
}

/** Returns the code that a phone shows. */
export function codeOn({ seedHex, counter }: PhoneAccount): string {
  return hotpCode(seedHex, counter);
}

/**
 * Returns whether AM would accept the code that a phone shows, and if not, why. Two devices may
 * share a seed.
 */
export function codeStatusOf(person: Person, { seedHex, counter }: PhoneAccount): CodeStatus {
  const expected = readDevices(person, deviceKinds.oath)
    .filter(({ sharedSecret }) => sharedSecret === seedHex)
    .map((device) => Number(device['counter']));
  if (expected.length === 0) return 'removed';
  if (expected.every((next) => counter < next)) return 'used';
  const isNear = expected.some((next) => counter >= next && counter <= next + hotpWindow);
  return isNear ? 'accepted' : 'ahead';
}

function accountsOf(person: Person): readonly PhoneAccount[] {
  return readDevices(person, deviceKinds.oath).map((device) => ({
    ...ownerOf(person),
    id: randomUUID(),
    isDemo: false,
    label: String(device['deviceName']),
    seedHex: String(device['sharedSecret']),
    counter: Number(device['counter']) + (person.name === 'alice' ? aliceIsAheadBy : 0),
  }));
}

function ownerOf({ realm, name }: Person): { readonly realm: string; readonly person: string } {
  return { realm, person: name };
}
