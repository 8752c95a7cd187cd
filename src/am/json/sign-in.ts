import type { DeviceKind } from '../../domain/devices/device.ts';
import { ownChangeRules, type OwnChangeRule, type SignIn } from '../../domain/people/assurance.ts';
import { fields, isFields, isoDate, itemsOf, optionalText, text } from './wire.ts';

/** How people of a realm sign in. */
export interface RealmSignIns {
  /** The types of its authentication modules, by the names that administrators gave them. */
  readonly modules: ReadonlyMap<string, string>;
  /** Whether no user can skip the second factor. */
  readonly isSecondFactorMandatory: boolean;
}

/** Reads the modules of a realm (contract §18.5). */
export function readModules(json: unknown): RealmSignIns['modules'] {
  return new Map(itemsOf(json).map((item) => [text(item, '_id'), text(item, 'type')]));
}

/** Reads whether a second factor is mandatory in a realm (contract §18.5). */
export function readIsMandatory(json: unknown): boolean {
  const { general } = fields(json, 'sign-in settings');
  return isFields(general) && general['twoFactorRequired'] === true;
}

/** Reads which rules the nodes of a realm's journeys set; others are left out (contract §19). */
export function readNodeRules(json: unknown): readonly OwnChangeRule[] {
  const found = itemsOf(json).map((item) => item['deviceEnforcementStrategy']);
  return ownChangeRules.filter((rule) => found.includes(rule));
}

/**
 * The types of OpenAM's modules that ask for a second factor, and the kind of registered device
 * that they check: null for one that is no registered device, such as a code by mail.
 */
const secondFactorModules: ReadonlyMap<string, DeviceKind | null> = new Map([
  ['authenticatoroath', 'OATH'],
  ['authpush', 'PUSH'],
  ['oath', null],
  ['hotp', null],
  ['securid', null],
]);

/**
 * Reads how a session signed in: `AuthType` joins the names of the modules that were used by `|`
 * (contract §18.5, U46). A person cannot set it (U47), but unless a second factor is mandatory they
 * can have its module succeed without a question.
 */
export function readSignIn(
  json: unknown,
  { modules, isSecondFactorMandatory }: RealmSignIns,
): SignIn {
  const properties = fields(json, 'session properties');
  const used = (optionalText(properties, 'AuthType') ?? '').split('|');
  const asked = isSecondFactorMandatory ? used : [];
  const found = asked.flatMap((name) => {
    const kind = secondFactorModules.get(modules.get(name)?.toLowerCase() ?? '');
    return kind === undefined ? [] : [kind];
  });
  return {
    hasSecondFactor: found.length > 0,
    kinds: found.filter((kind) => kind !== null),
    signedInAt: isoDate(properties, 'authInstant'),
  };
}
