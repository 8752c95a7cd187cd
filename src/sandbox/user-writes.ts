import { randomUUID } from 'node:crypto';
import { type Am, type Call, headerOf } from './am.ts';
import { type Answer, ok, refuse } from './answer.ts';
import { type Caller, mayManagePeople, universalIdOfCaller } from './caller.ts';
import { formatGeneralizedTime } from './clock.ts';
import type { JsonObject } from './json.ts';
import { OBJECT_CLASSES } from './people.ts';
import type { Person } from './person.ts';
import { renderEntry } from './user-entry.ts';

/** What people may write of themselves; device profiles are not in it, the skip flag is (contract §5.4). */
const SELF_WRITABLE = new Set([
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

const SCALARS = new Set(['_id', '_rev', 'realm', 'userpassword', 'username']);

/** `POST users?_action=create` (contract §5.4). */
export function createUser(am: Am, call: Call, caller: Caller, body: JsonObject): Answer {
  if (!mayManagePeople(am, caller, call.realm)) {
    return refuseWrite(caller);
  }
  const name = body['username'];
  if (typeof name !== 'string' || name === '') {
    return refuse(400, 'Username is missing.');
  }
  if (am.directory.findByLogin(call.realm, name) !== undefined) {
    return refuse(409, `Identity ${name} of type user already exists.`);
  }
  const person: Person = {
    realm: call.realm,
    id: am.personality.hasUuidIds ? randomUUID() : name,
    name,
    password: typeof body['userpassword'] === 'string' ? body['userpassword'] : '',
    attributes: new Map<string, readonly string[]>([
      ['uid', [name]],
      ['cn', [name]],
      ['sn', [name]],
      ['objectClass', OBJECT_CLASSES],
      ['inetUserStatus', ['Active']],
      ['createTimestamp', [formatGeneralizedTime(am.clock.now())]],
    ]),
  };
  writeAttributes(person, body);
  am.directory.add(person);
  const location = `http://${headerOf(call, 'host') ?? ''}${am.personality.deployPath}/json/realms/root/${person.id}`;
  return {
    ...ok(renderEntry(am, person, { realm: call.realm })),
    status: 201,
    headers: { location },
  };
}

/** `PUT users/{id}`: how devices are planted and people made inactive (contract §5.4, §14.7). */
export function updateUser(
  am: Am,
  call: Call,
  caller: Caller,
  { asked, body }: { readonly asked: string; readonly body: JsonObject },
): Answer {
  const person = am.directory.find(call.realm, asked);
  if (!mayManagePeople(am, caller, call.realm) && !isOwnWrite(caller, person, body)) {
    return refuseWrite(caller);
  }
  if (person === undefined) {
    return refuse(404, 'Resource cannot be found.');
  }
  const expected = headerOf(call, 'if-match');
  const revision = renderEntry(am, person, { realm: call.realm })['_rev'];
  if (expected !== undefined && expected !== '*' && expected !== revision) {
    return refuse(412, 'The resource has been changed.');
  }
  writeAttributes(person, body);
  person.attributes.set('modifyTimestamp', [formatGeneralizedTime(am.clock.now())]);
  return ok(renderEntry(am, person, { realm: call.realm, asked }));
}

/** `DELETE users/{id}` (contract §5.4). */
export function deleteUser(am: Am, call: Call, caller: Caller, asked: string): Answer {
  if (!mayManagePeople(am, caller, call.realm)) {
    return refuseWrite(caller);
  }
  const person = am.directory.find(call.realm, asked);
  if (person === undefined || am.directory.isSuperUser(person)) {
    return refuse(404, 'Resource cannot be found.');
  }
  am.directory.remove(person);
  return ok({ success: 'true' });
}

function isOwnWrite(caller: Caller, person: Person | undefined, body: JsonObject): boolean {
  const isSelf =
    caller.kind === 'session' &&
    caller.session.userId === person?.id &&
    caller.session.realm === person.realm;
  return isSelf && Object.keys(body).every((name) => SELF_WRITABLE.has(name));
}

/** A lone value is taken for an array of one; an object is stringified (contract §14.7). */
function writeAttributes(person: Person, body: JsonObject): void {
  for (const [name, value] of Object.entries(body)) {
    if (name === 'userpassword') {
      person.password = String(value);
    }
    if (SCALARS.has(name)) {
      continue;
    }
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

function refuseWrite(caller: Caller): Answer {
  const who = universalIdOfCaller(caller);
  return refuse(403, `Permission to perform the modify operation denied to ${who}`);
}
