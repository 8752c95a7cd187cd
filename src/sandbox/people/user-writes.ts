import { randomUUID } from 'node:crypto';
import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { ok, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isSelf, mayManagePeople } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import { formatGeneralizedTime } from '../clock.ts';
import { jsonOf } from '../http/crest-request.ts';
import { Attributes } from './attributes.ts';
import { denyOperation } from './deny-operation.ts';
import { cachePath, noteRead } from './identity-cache.ts';
import { revisionOf } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { objectClasses } from './object-classes.ts';
import type { Person } from './person.ts';
import { renderEntry } from './user-entry.ts';

/**
 * The attributes that users can write themselves: the skip flag, but not device profiles (contract
 * §5.4).
 */
const selfWritable = new Set([
  'cn',
  'description',
  'givenName',
  'mail',
  'oath2faEnabled',
  'postalAddress',
  'preferredLocale',
  'sn',
  'telephoneNumber',
]);

const scalars = new Set(['_id', '_rev', 'realm', 'userpassword', 'username']);

/** `POST users?_action=create` (contract §5.4). */
export function createUser(am: Am, call: Call, caller: Caller): Answer {
  const body = jsonOf(call);
  const name = body['username'];
  if (typeof name !== 'string' || name === '') return refuse(400, 'Identity name not provided');
  if (!mayManagePeople(am, caller, call.realm)) return denyOperation('create', caller);
  if (am.directory.findByLogin(call.realm, name) !== undefined) {
    return refuse(409, 'Resource already exists');
  }
  const person: Person = {
    realm: call.realm,
    id: am.personality.hasUuidIds ? randomUUID() : name,
    name,
    password: typeof body['userpassword'] === 'string' ? body['userpassword'] : '',
    attributes: new Attributes([
      ['uid', [name]],
      ['cn', [name]],
      ['sn', [name]],
      ['objectClass', objectClasses],
      ['inetUserStatus', ['Active']],
      ['createTimestamp', [formatGeneralizedTime(am.clock.now())]],
    ]),
    known: new Map(),
  };
  writeAttributes(person, body);
  am.directory.add(person);
  const place = call.realm === '/' ? '' : `/realms${call.realm}`;
  const base = `http://${headerOf(call, 'host') ?? ''}${am.personality.deployPath}`;
  const location = `${base}/json/realms/root${place}/${person.id}`;
  return {
    ...ok(renderEntry(am, person, { realm: call.realm })),
    status: 201,
    headers: { location },
  };
}

/** `PUT users/{id}`: plants devices and makes users inactive (contract §5.4, §14.7). */
export function updateUser(am: Am, call: Call, caller: Caller, writtenName: string): Answer {
  const body = jsonOf(call);
  const person = am.directory.find(call.realm, writtenName);
  const isManager = mayManagePeople(am, caller, call.realm);
  if (person === undefined) {
    return isManager
      ? refuse(404, `Could not find the resource [ ${writtenName} ] to update`)
      : denyOperation('read', caller);
  }
  if (!isManager && !(isSelf(am, caller, call.realm, writtenName) && isSelfWritable(body))) {
    return denyOperation('edit', caller);
  }
  writeAttributes(person, body);
  person.attributes.set('modifyTimestamp', [formatGeneralizedTime(am.clock.now())]);
  const entry = renderEntry(am, person, { realm: call.realm, writtenName });
  noteRead(person, cachePath(call.realm, writtenName), undefined, Object.keys(entry));
  return ok(entry);
}

/** `DELETE users/{id}` (contract §5.4). */
export function deleteUser(am: Am, call: Call, caller: Caller, writtenName: string): Answer {
  if (!mayManagePeople(am, caller, call.realm)) {
    return am.personality.isOpenSource ? refuse(403, writtenName) : denyOperation('delete', caller);
  }
  const person = am.directory.find(call.realm, writtenName);
  if (person === undefined || am.directory.isSuperUser(person)) {
    return refuse(404, 'Resource cannot be found.');
  }
  am.directory.remove(person);
  const content = { success: 'true' };
  return ok({ _id: writtenName, _rev: revisionOf(content), ...content });
}

function isSelfWritable(body: JsonObject): boolean {
  return Object.keys(body).every((name) => selfWritable.has(name));
}

/**
 * Writes attributes. A single value becomes an array, an object becomes a string (contract §14.7).
 */
function writeAttributes(person: Person, body: JsonObject): void {
  person.known.clear();
  for (const [name, value] of Object.entries(body)) {
    if (name === 'userpassword') {
      person.password = String(value);
    }
    if (scalars.has(name)) continue;
    const values = (Array.isArray(value) ? value : [value]).map((item: unknown) =>
      typeof item === 'string' ? item : JSON.stringify(item),
    );
    if (values.length === 0) {
      person.attributes.delete(name);
    } else {
      person.attributes.set(name, values);
    }
  }
}
