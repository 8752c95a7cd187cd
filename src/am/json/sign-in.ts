import type { DeviceKind } from '../../domain/devices/device.ts';
import type { SignIn } from '../../domain/people/assurance.ts';
import { fields, isoDate, itemsOf, optionalText, text } from './wire.ts';

/** The types of a realm's authentication modules, by the names that administrators gave them. */
export type ModuleTypes = ReadonlyMap<string, string>;

/** Reads the modules of a realm (contract §20). */
export function readModules(json: unknown): ModuleTypes {
  return new Map(itemsOf(json).map((item) => [text(item, '_id'), text(item, 'type')]));
}

/**
 * The types of OpenAM's modules that ask for a second factor, and the kind of registered device that
 * they check: null for one that is no registered device, such as a code by mail.
 */
const secondFactorModules: ReadonlyMap<string, DeviceKind | null> = new Map([
  ['authenticatoroath', 'OATH'],
  ['authenticatorpush', 'PUSH'],
  ['oath', null],
  ['hotp', null],
  ['securid', null],
]);

/**
 * Reads how a session signed in: `AuthType` joins the names of the modules that were used by `|`
 * (contract §20, U46). A person cannot set it (U47).
 */
export function readSignIn(json: unknown, modules: ModuleTypes): SignIn {
  const properties = fields(json, 'session properties');
  const used = (optionalText(properties, 'AuthType') ?? '').split('|');
  const found = used.flatMap((name) => {
    const kind = secondFactorModules.get(modules.get(name)?.toLowerCase() ?? '');
    return kind === undefined ? [] : [kind];
  });
  return {
    hasSecondFactor: found.length > 0,
    kinds: found.filter((kind) => kind !== null),
    signedInAt: isoDate(properties, 'authInstant'),
  };
}
