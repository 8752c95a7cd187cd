import type { Am, Call } from '../am.ts';
import { envelope, ok, refuse, versioned } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { isSelf, mayManagePeople } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import { enter, fieldsOf, jsonOf } from '../http/crest-request.ts';
import { isValidGoto } from '../sign-in/goto.ts';
import { serveDevices } from '../devices/device-routes.ts';
import { denyOperation } from './deny-operation.ts';
import { cachePath, mayReadCached, noteRead } from './identity-cache.ts';
import type { JsonObject } from '../http/json.ts';
import { pageOf } from '../http/paging.ts';
import type { Person } from './person.ts';
import { parseQueryFilter } from './query-filter.ts';
import type { Matcher } from './query-filter.ts';
import { readAttribute, renderEntry } from './user-entry.ts';
import { createUser, deleteUser, updateUser } from './user-writes.ts';

/** What OpenAM makes of `_fields=` on a read (seen on 16.0.5). */
const noFieldsMessage =
  'Cannot invoke "Object.toString()" because the return value of "java.util.Map$Entry.getKey()" is null';

/** `users`, `users/{id}` and, below it, the devices (contract §3, §5). */
export function serveUsers(am: Am, call: Call): Answer | Promise<Answer> {
  const [, below, ...rest] = call.path;
  if (below === 'devices') {
    const name = rest[0] === '2fa' ? rest.slice(0, 2).join('/') : (rest[0] ?? '');
    const route = am.personality.deviceRoutes[name];
    const isUpsert = call.method === 'PUT' && rest.join('/') === name;
    if (route !== undefined && !isUpsert) return serveDevices(am, call, route);
  }
  const isUpsert = call.method === 'PUT' && below !== undefined;
  const path = (isUpsert ? call.path.slice(0, -1) : call.path).join('/');
  const entered = enter(am, call, { resource: 'users', rest: path });
  if ('refusal' in entered) return entered.refusal;
  const answer =
    below === undefined
      ? operateOnUsers(am, call, entered.caller)
      : refuse(404, `Resource '${path}' not found`);
  return versioned(answer, entered.version);
}

function operateOnUsers(am: Am, call: Call, caller: Caller): Answer {
  const asked = call.path[0];
  const action = call.query.get('_action');
  if (call.method === 'POST') {
    return asked === undefined
      ? actOnUsers(am, call, caller, action ?? 'create')
      : refuse(action === undefined ? 400 : 501, describePost(action));
  }
  if (asked === undefined) return queryUsers(am, call, caller);
  switch (call.method) {
    case 'GET':
      return readUser(am, call, caller, asked);
    case 'PUT':
      return updateUser(am, call, caller, asked);
    case 'DELETE':
      return deleteUser(am, call, caller, asked);
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

function describePost(action: string | undefined): string {
  return action === undefined
    ? 'The resource instance  cannot be created'
    : `${action} not supported for resource instances`;
}

function actOnUsers(am: Am, call: Call, caller: Caller, action: string): Answer {
  switch (action) {
    case 'idFromSession':
      return idFromSession(am, caller);
    case 'validateGoto':
      return validateGoto(am, call);
    case 'create':
      return createUser(am, call, caller);
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

/** Contract §5.3; a service account has no session. */
function idFromSession(am: Am, caller: Caller): Answer {
  if (caller.kind === 'service') return refuse(403, 'SSO Token cannot be retrieved.');
  const { deployPath } = am.personality;
  const { userId, realm, universalId } = caller.session;
  return ok({
    id: userId,
    realm,
    dn: universalId,
    successURL: `${deployPath}/console`,
    fullLoginURL: `${deployPath}/UI/Login?realm=${encodeURIComponent(realm)}`,
  });
}

/** Where a browser may go after signing in: the asked address, or AM's own page in its place (contract §5.4). */
function validateGoto(am: Am, call: Call): Answer {
  const { goto } = jsonOf(call);
  const isValid = typeof goto === 'string' && isValidGoto(goto);
  return ok({ successURL: isValid ? goto : `${am.personality.deployPath}/console` });
}

/**
 * Strangers get 403 whether or not the person exists; administrators get a reliable 404 (contract §18 U23).
 * With `realm` among the `_fields` OpenAM looks in the root realm (seen on 16.0.5).
 */
function readUser(am: Am, call: Call, caller: Caller, asked: string): Answer {
  const { isOpenSource } = am.personality;
  const fields = fieldsOf(call);
  const isMisled = isOpenSource && fields?.includes('realm') === true;
  const realm = isMisled ? '/' : call.realm;
  const person = am.directory.find(realm, asked);
  if (isOpenSource && call.query.get('_fields') === '') return refuse(404, noFieldsMessage);
  const isOwn = person !== undefined && isSelf(am, caller, realm, asked);
  const isEntitled = isOwn || mayManagePeople(am, caller, realm);
  const path = cachePath(realm, asked);
  const isLeaked = isOpenSource && person !== undefined && mayReadCached(person, path, fields);
  if (!isEntitled && !isLeaked) return denyOperation('read', caller);
  if (person === undefined) return refuse(404, 'Resource cannot be found.');
  const roles = isOwn && (fields?.includes('roles') ?? true) ? rolesOf(am, caller) : undefined;
  const entry = renderEntry(am, person, { realm, asked, fields, roles });
  if (isEntitled) {
    noteRead(person, path, fields, Object.keys(entry));
  }
  return ok(entry);
}

/** OpenAM ignores paging and answers 500 to ordinary people; AM pages and answers 403 (contract §5.2, U38). */
function queryUsers(am: Am, call: Call, caller: Caller): Answer {
  const { isOpenSource } = am.personality;
  const filter = call.query.get('_queryfilter');
  const queryId = call.query.get('_queryid');
  if (filter === undefined && queryId === undefined) {
    return refuse(400, 'The resource collection  cannot be read');
  }
  if (!mayManagePeople(am, caller, call.realm)) {
    return denyOperation('read', caller, isOpenSource ? 500 : 403);
  }
  const matches =
    filter === undefined ? matchQueryId(isOpenSource, queryId ?? '') : parseQueryFilter(filter);
  if (matches === undefined || matches === 'unknown operator') {
    return refuse(500, 'Internal Server Error');
  }
  const found = am.directory
    .people(call.realm)
    .filter((person) => matches((field) => readAttribute(am, person, field)));
  const page = isOpenSource ? { items: found, cookie: null } : pageOf(found, call.query);
  const fields = fieldsOf(call);
  const rows = page.items.map((person) => queryRow(am, call.realm, person, fields));
  const list = ok(envelope(rows, page.cookie));
  return isOpenSource && fields === undefined && rows.length > 0
    ? { ...list, apiVersion: 'protocol=2.1,resource=3.0, resource=3.0' }
    : list;
}

/** OpenAM takes the id for a name, and `*` for nobody (recorded); AM for everybody (contract §5.2). */
function matchQueryId(isOpenSource: boolean, queryId: string): Matcher {
  return (read) => (queryId === '*' ? !isOpenSource : read('uid').includes(queryId));
}

/** In a query, unlike a read, `username` stays a string and absent attributes stay absent (recorded). */
function queryRow(
  am: Am,
  realm: string,
  person: Person,
  fields: readonly string[] | undefined,
): JsonObject {
  const whole = renderEntry(am, person, { realm });
  noteRead(person, cachePath(realm, person.id), undefined, Object.keys(whole));
  if (fields === undefined) return whole;
  const wanted = ['_id', '_rev', ...fields].filter((name) => name in whole);
  return Object.fromEntries(wanted.map((name) => [name, whole[name]]));
}

function rolesOf(am: Am, caller: Caller): readonly string[] {
  if (caller.kind === 'service') return [];
  const { isSuperUser, realm, personId } = caller.session;
  if (isSuperUser) return ['ui-global-admin', 'ui-realm-admin'];
  return am.directory.isDelegate(realm, personId)
    ? ['ui-self-service-user', 'ui-realm-admin']
    : ['ui-self-service-user'];
}
