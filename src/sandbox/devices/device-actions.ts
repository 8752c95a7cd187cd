import { bareFailure, ok, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { Person } from '../people/person.ts';
import { refuseChange, resolvePerson } from './device-authorization.ts';
import { isSkippable, resetDevices, writeSkipFlag } from './device-store.ts';
import type { DeviceCall } from './device-call.ts';
import type { JsonObject } from '../http/json.ts';

/** Serves `_action=reset|check|skip`; 501 if the flavour lacks the action (contract §3.9). */
export function actOnDevices(deviceCall: DeviceCall, action: string, body: JsonObject): Answer {
  const { am, call, kind, route } = deviceCall;
  const known = route.actions.find((name) => name === action);
  if (known === undefined) {
    const isTwoFactor = kind.name === 'oath' || kind.name === 'push';
    return refuse(501, isTwoFactor ? 'Not Implemented' : 'Operation is not supported.');
  }
  const resolved = resolvePerson(am, call.realm, deviceCall.writtenName);
  if ('refusal' in resolved || /^id=/i.test(deviceCall.writtenName)) {
    return am.personality.isOpenSource || !('refusal' in resolved)
      ? bareFailure()
      : resolved.refusal;
  }
  switch (known) {
    case 'reset':
      return reset(deviceCall, resolved.person);
    case 'check':
      return ok({ result: isSkippable(resolved.person, kind) });
    case 'skip':
      if (typeof body['value'] !== 'boolean') {
        return am.personality.isOpenSource
          ? bareFailure()
          : refuse(400, 'Invalid request: value is missing.');
      }
      writeSkipFlag(resolved.person, kind, body['value'] ? '1' : '2');
      return ok({});
  }
}

function reset(deviceCall: DeviceCall, person: Person): Answer {
  const refusal = refuseChange(deviceCall);
  if (refusal !== undefined) return refusal;
  resetDevices(person, deviceCall.kind);
  return ok({ result: true });
}
