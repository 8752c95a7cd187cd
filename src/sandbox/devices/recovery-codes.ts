import type { Person } from '../people/person.ts';
import { deviceKinds } from './device-kinds.ts';
import { readDevices } from './device-store.ts';

/**
 * Returns the next unused recovery code of a user's OATH devices, as the user wrote it down. AM
 * stores only hashes; the sandbox's contain the code (contract §4.1).
 */
export function recoveryCodeOf(person: Person): string | undefined {
  const stored = readDevices(person, deviceKinds.oath).flatMap(({ recoveryCodes }) =>
    Array.isArray(recoveryCodes) ? recoveryCodes.map(String) : [],
  );
  return stored[0]?.replace('{SCRYPT}', '');
}
