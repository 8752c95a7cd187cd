import { randomUUID } from 'node:crypto';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices } from '../devices/device-store.ts';
import type { Directory } from '../people/directory.ts';
import type { Person } from '../people/person.ts';
import { fromBase32, hotpCode, hotpWindow } from '../sign-in/hotp.ts';

/** An account in somebody's authenticator app, with a counter of its own. */
export interface PhoneAccount {
  readonly id: string;
  readonly realm: string;
  /** The login name. */
  readonly person: string;
  readonly label: string;
  /** Whether it was scanned here, and not there from the start. */
  readonly isDemo: boolean;
  readonly seedHex: string;
  /** The counter of the code that is shown. */
  counter: number;
}

/** How AM would take the code that a phone shows. */
export type Standing = 'accepted' | 'used' | 'ahead' | 'removed';

/** So far has alice's phone run ahead: beyond the window, so that no code of hers is accepted. */
const aliceIsAheadBy = 500;

/** The authenticator apps of the sandbox's people: what AM cannot see. */
export class DemoPhones {
  #accounts: PhoneAccount[] = [];

  /** Everybody's phone knows the devices that are registered now; alice's is out of step. */
  reset(directory: Directory): void {
    const everybody = directory.realms().flatMap((realm) => directory.people(realm));
    this.#accounts = [...new Set(everybody)].flatMap(accountsOf);
  }

  of(person: Person): readonly PhoneAccount[] {
    return this.#accounts.filter(
      ({ realm, person: name }) => realm === person.realm && name === person.name,
    );
  }

  /** Shows the next code: the phone counts, whether or not the code is ever used. */
  showNext(id: string): PhoneAccount | undefined {
    const account = this.#accounts.find((one) => one.id === id);
    if (account !== undefined) account.counter += 1;
    return account;
  }

  /** Scans a registration for somebody's phone. Twice the same is one account. */
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

/** Reads `otpauth://hotp/Issuer:name?secret=…&counter=0`; undefined for anything else. */
export function readRegistration(uri: string): Registration | undefined {
  const [, label = '', query = ''] = /^otpauth:\/\/hotp\/([^?]+)\?(.+)$/.exec(uri) ?? [];
  const parameters = new URLSearchParams(query);
  const seedHex = fromBase32(parameters.get('secret') ?? '');
  const counter = Number(parameters.get('counter') ?? 0);
  if (seedHex === undefined || !Number.isSafeInteger(counter)) return undefined;
  const name = new URLSearchParams(`name=${label.replaceAll('+', '%2B')}`).get('name') ?? '';
  return { name: name.slice(name.indexOf(':') + 1), seedHex, counter };
}

/** The code that a phone shows. */
export function codeOn({ seedHex, counter }: PhoneAccount): string {
  return hotpCode(seedHex, counter);
}

/** Whether AM would accept the code that a phone shows, and if not, why. Two devices may share a seed. */
export function standingOf(person: Person, { seedHex, counter }: PhoneAccount): Standing {
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
