import { codeOn, codeStatusOf } from '../browser/demo-phones.ts';
import { recoveryCodeOf } from '../devices/recovery-codes.ts';
import type { JsonObject } from '../http/json.ts';
import type { Person } from '../people/person.ts';
import type { SandboxState } from '../state.ts';
import { personByName } from './callers-by-name.ts';
import type { ControlReply } from './control-callers.ts';

/**
 * `POST /sandbox/codes`: what a user would type as the second factor. A member is null if the user
 * has no phone, or no recovery code.
 */
export function showCodes(state: SandboxState, { person: name }: JsonObject): ControlReply {
  const person = typeof name === 'string' ? personByName(state.am, name) : undefined;
  if (person === undefined) {
    return { status: 400, json: { error: 'Send the name of a user of the sandbox as person.' } };
  }
  const codes = { code: codeOf(state, person), recoveryCode: recoveryCodeOf(person) ?? null };
  return { status: 200, json: codes };
}

/**
 * Returns the code of the phone that AM accepts, otherwise of the first phone that AM knows. A
 * phone whose code was used shows its next one.
 */
function codeOf({ phones }: SandboxState, person: Person): string | null {
  const known = phones.of(person).filter((phone) => codeStatusOf(person, phone) !== 'removed');
  for (const phone of known) {
    while (codeStatusOf(person, phone) === 'used') phones.showNext(phone.id);
  }
  const good = known.find((phone) => codeStatusOf(person, phone) === 'accepted') ?? known[0];
  return good === undefined ? null : codeOn(good);
}
