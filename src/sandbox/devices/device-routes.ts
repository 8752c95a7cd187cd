import { setImmediate } from 'node:timers/promises';
import type { Am, Call } from '../am.ts';
import { bareFailure, envelope, ok, refuse, versioned } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { enter, fieldsOf, jsonOf } from '../http/crest-request.ts';
import type { DeviceCall } from './device-call.ts';
import {
  authorizeDevices,
  isManageable,
  refuseChange,
  resolvePerson,
} from './device-authorization.ts';
import { actOnDevices } from './device-actions.ts';
import { deviceKinds } from './device-kinds.ts';
import type { DeviceKind } from './device-kinds.ts';
import { fullRow, safeRow, trimRow, trustedRow } from './device-rows.ts';
import { clearSkipFlag, readDevices, writeDevices } from './device-store.ts';
import { cachePath, noteRead } from '../people/identity-cache.ts';
import { isJsonObject } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { DeviceRoute } from '../personality.ts';

const unsupported = 'Operation is not supported.';

/** Serves `users/{user}/devices/…` (contract §3). `call.path` starts with the user. */
export async function serveDevices(am: Am, call: Call, route: DeviceRoute): Promise<Answer> {
  const [writtenName = '', , ...below] = call.path;
  const [deviceId, ...deeper] = below.slice(below[0] === '2fa' ? 2 : 1);
  const rest = [deviceId, ...deeper].join('/');
  const entered = enter(am, call, {
    resource: 'devices',
    rest,
    authorize: (caller) => authorizeDevices(am, caller, call.realm, writtenName),
  });
  if ('refusal' in entered) return entered.refusal;
  if (deeper.length > 0) {
    return versioned(refuse(404, `Resource '${rest}' not found`), entered.version);
  }
  const kind = deviceKinds[route.kind];
  const { caller, version } = entered;
  return versioned(
    await operateOnDevices({ am, call, caller, writtenName, route, kind, deviceId }),
    version,
  );
}

function operateOnDevices(deviceCall: DeviceCall): Answer | Promise<Answer> {
  const { call, deviceId, route } = deviceCall;
  if (deviceId === undefined) return operateOnCollection(deviceCall);
  switch (call.method) {
    case 'DELETE':
      return deleteDevice(deviceCall, deviceId);
    case 'PUT':
      return route.canRename ? renameDevice(deviceCall, deviceId) : refuse(501, unsupported);
    case 'GET':
      return route.canRead ? readDevice(deviceCall, deviceId) : refuse(501, unsupported);
    case 'POST':
      return call.query.has('_action')
        ? refuse(501, unsupported)
        : refuse(400, 'The resource instance  cannot be created');
    default:
      return refuse(501, unsupported);
  }
}

function operateOnCollection(deviceCall: DeviceCall): Answer {
  const { query, method } = deviceCall.call;
  if (method === 'GET') {
    const isQuery = query.has('_queryfilter') || query.has('_queryid');
    return isQuery ? listDevices(deviceCall) : refuse(400, cannot('read'));
  }
  if (method === 'POST') {
    const action = query.get('_action');
    return action === undefined
      ? refuse(501, unsupported)
      : actOnDevices(deviceCall, action, jsonOf(deviceCall.call));
  }
  return refuse(400, cannot(method === 'DELETE' ? 'deleted' : 'patched'));
}

function cannot(verb: string): string {
  return `The resource collection  cannot be ${verb}`;
}

function listDevices(deviceCall: DeviceCall): Answer {
  const { am, call, caller, kind } = deviceCall;
  const resolved = resolvePerson(am, call.realm, deviceCall.writtenName);
  if ('refusal' in resolved) return resolved.refusal;
  const fields = fieldsOf(call);
  const rows: JsonObject[] = [];
  for (const device of readDevices(resolved.person, kind, call.lagMs)) {
    const shown = kind.name === 'trusted' ? trustedRow(device) : { row: device };
    if ('unparseable' in shown) return refuse(500, `Unparseable date: "${shown.unparseable}"`);
    const row = am.personality.isOpenSource
      ? fullRow(kind, shown.row)
      : safeRow(kind, shown.row, isManageable(am, caller, kind));
    rows.push(trimRow(row, fields));
  }
  if (rows.length > 0) {
    const path = cachePath(call.realm, deviceCall.writtenName);
    noteRead(resolved.person, path, [kind.attribute], []);
  }
  const list = ok(envelope(rows));
  return am.personality.isOpenSource && !call.query.has('_fields') && rows.length > 0
    ? { ...list, apiVersion: 'protocol=2.1,resource=1.0, resource=1.0' }
    : list;
}

/**
 * Reads the list, then writes the whole list. Two concurrent deletes can undo each other (contract
 * §3.9, U11).
 */
async function deleteDevice(deviceCall: DeviceCall, deviceId: string): Promise<Answer> {
  const { am, call, kind } = deviceCall;
  const resolved = resolvePerson(am, call.realm, deviceCall.writtenName);
  if ('refusal' in resolved) return am.personality.isOpenSource ? bareFailure() : resolved.refusal;
  const refusal = refuseChange(deviceCall);
  if (refusal !== undefined) return refusal;
  const devices = readDevices(resolved.person, kind);
  clearSkipFlag(resolved.person, kind);
  const found = findDevice(kind, devices, deviceId);
  if (found === undefined) return notFound(deviceId);
  await setImmediate();
  writeDevices(
    resolved.person,
    kind,
    devices.filter((device) => device !== found),
  );
  return ok(fullRow(kind, found));
}

/**
 * AM 7+: the request contains the whole device with its new name; the answer contains the whole
 * record (contract §3.5, §3.9).
 */
function renameDevice(deviceCall: DeviceCall, deviceId: string): Answer {
  const { am, call, kind } = deviceCall;
  const resolved = resolvePerson(am, call.realm, deviceCall.writtenName);
  if ('refusal' in resolved) return resolved.refusal;
  const refusal = refuseChange(deviceCall);
  if (refusal !== undefined) return refusal;
  const label = jsonOf(call)[kind.labelField];
  if (typeof label !== 'string') {
    return refuse(400, `Invalid request: ${kind.labelField} is missing.`);
  }
  const devices = readDevices(resolved.person, kind);
  const found = findDevice(kind, devices, deviceId);
  if (found === undefined) return notFound(deviceId);
  const renamed = { ...found, [kind.labelField]: label };
  writeDevices(
    resolved.person,
    kind,
    devices.map((device) => (device === found ? renamed : device)),
  );
  return ok(fullRow(kind, renamed));
}

function readDevice(deviceCall: DeviceCall, deviceId: string): Answer {
  const { am, call, caller, kind } = deviceCall;
  const resolved = resolvePerson(am, call.realm, deviceCall.writtenName);
  if ('refusal' in resolved) return resolved.refusal;
  const found = findDevice(kind, readDevices(resolved.person, kind), deviceId);
  return found === undefined
    ? notFound(deviceId)
    : ok(trimRow(safeRow(kind, found, isManageable(am, caller, kind)), fieldsOf(call)));
}

function findDevice(
  kind: DeviceKind,
  devices: readonly JsonObject[],
  deviceId: string,
): JsonObject | undefined {
  return devices.find((device) => isJsonObject(device) && device[kind.idField] === deviceId);
}

function notFound(deviceId: string): Answer {
  return refuse(404, `User device, ${deviceId}, not found.`);
}
