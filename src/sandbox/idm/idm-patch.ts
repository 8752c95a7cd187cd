import { headerOf } from '../am.ts';
import type { Call } from '../am.ts';
import { refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { attributeOf, renderManaged } from './idm-person.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { Person } from '../people/person.ts';

interface Change {
  readonly attribute: string;
  readonly value: string;
}

/**
 * Applies a PATCH of `replace` operations, all or none. Returns the refusal, or undefined (contract
 * §10).
 */
export function patchManaged(call: Call, person: Person): Answer | undefined {
  const expected = headerOf(call, 'if-match')?.replaceAll('"', '') ?? '*';
  if (expected !== '*' && expected !== renderManaged(person, [])._rev) {
    return refuse(412, 'Update rejected as current Object revision is different than expected');
  }
  const operations = tryParseJson(call.body);
  if (!Array.isArray(operations)) {
    return refuse(400, 'The request could not be processed because it is not a JSON patch');
  }
  const changes = operations.map(changeOf);
  const sound = changes.filter((change) => change !== undefined);
  if (sound.length !== changes.length) {
    return refuse(400, 'Only the replacing of single texts is supported here');
  }
  if (sound.some(({ attribute, value }) => attribute === 'mail' && !isMail(value))) {
    return refusePolicy();
  }
  person.known.clear();
  for (const { attribute, value } of sound) {
    person.attributes.set(attribute, [value]);
  }
  return undefined;
}

function changeOf(operation: unknown): Change | undefined {
  if (!isJsonObject(operation) || operation['operation'] !== 'replace') return undefined;
  const field = String(operation['field']).replace(/^\//, '');
  const { value } = operation;
  if (field === 'accountStatus') {
    return value === 'active' || value === 'inactive'
      ? { attribute: 'inetUserStatus', value: value === 'active' ? 'Active' : 'Inactive' }
      : undefined;
  }
  const attribute = attributeOf(field);
  return attribute !== undefined && typeof value === 'string' ? { attribute, value } : undefined;
}

function isMail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value);
}

/** Returns a 403 for an invalid value (contract §10.4). */
function refusePolicy(): Answer {
  const policyRequirements = [{ policyRequirement: 'VALID_EMAIL_ADDRESS_FORMAT', params: {} }];
  return refuse(403, 'Failed policy validation', {
    detail: { result: false, failedPolicyRequirements: [{ policyRequirements, property: 'mail' }] },
  });
}
