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

/** OpenAM's error message for an empty `_fields` of a read (seen on 16.0.5). */
const noFieldsMessage =
  'Cannot invoke "Object.toString()" because the return value of "java.util.Map$Entry.getKey()" is null';

/** Serves `users`, `users/{id}` and the devices below it (contract §3, §5). */
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
  const writtenName = call.path[0];
  const action = call.query.get('_action');
  if (call.method === 'POST') {
    return writtenName === undefined
      ? actOnUsers(am, call, caller, action ?? 'create')
      : refuse(action === undefined ? 400 : 501, describePost(action));
  }
  if (writtenName === undefined) return queryUsers(am, call, caller);
  switch (call.method) {
    case 'GET':
      return readUser(am, call, caller, writtenName);
    case 'PUT':
      return updateUser(am, call, caller, writtenName);
    case 'DELETE':
      return deleteUser(am, call, caller, writtenName);
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

/** `_action=idFromSession` (contract §5.3). A service account has no session. */
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

/**
 * Returns where a browser goes after the sign-in: the requested address if valid, otherwise AM's
 * own page (contract §5.4).
 */
function validateGoto(am: Am, call: Call): Answer {
  const { goto } = jsonOf(call);
  const isValid = typeof goto === 'string' && isValidGoto(goto);
  return ok({ successURL: isValid ? goto : `${am.personality.deployPath}/console` });
}

/**
 * Reads a user. Other users get 403 whether or not the user exists; administrators get 404 for an
 * unknown user (contract §18 U23). If `_fields` contains `realm`, OpenAM reads the root realm (seen
 * on 16.0.5).
 */
function readUser(am: Am, call: Call, caller: Caller, writtenName: string): Answer {
  const { isOpenSource } = am.personality;
  const fields = fieldsOf(call);
  const isMisled = isOpenSource && fields?.includes('realm') === true;
  const realm = isMisled ? '/' : call.realm;
  const person = am.directory.find(realm, writtenName);
  if (isOpenSource && call.query.get('_fields') === '') return refuse(404, noFieldsMessage);
  const isOwn = person !== undefined && isSelf(am, caller, realm, writtenName);
  const isEntitled = isOwn || mayManagePeople(am, caller, realm);
  const path = cachePath(realm, writtenName);
  const isLeaked = isOpenSource && person !== undefined && mayReadCached(person, path, fields);
  if (!isEntitled && !isLeaked) return denyOperation('read', caller);
  if (person === undefined) return refuse(404, 'Resource cannot be found.');
  const roles = isOwn && (fields?.includes('roles') ?? true) ? rolesOf(am, caller) : undefined;
  const entry = renderEntry(am, person, { realm, writtenName, fields, roles });
  if (isEntitled) {
    noteRead(person, path, fields, Object.keys(entry));
  }
  return ok(entry);
}

/**
 * Queries users. OpenAM ignores paging and answers with 500 if the caller is not entitled; AM
 * supports paging and answers with 403 (contract §5.2, U38). With a limit, AM ignores it, too.
 */
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
  const { listLimit } = am.settings;
  const hasPages = !isOpenSource && listLimit === null;
  const page = hasPages
    ? pageOf(found, call.query)
    : { items: found.slice(0, listLimit ?? found.length), cookie: null };
  const fields = fieldsOf(call);
  const rows = page.items.map((person) => queryRow(am, call.realm, person, fields));
  const list = ok(envelope(rows, page.cookie));
  return isOpenSource && fields === undefined && rows.length > 0
    ? { ...list, apiVersion: 'protocol=2.1,resource=3.0, resource=3.0' }
    : list;
}

/**
 * OpenAM treats the id as a name and finds no user for `*` (recorded); AM finds all users (contract
 * §5.2).
 */
function matchQueryId(isOpenSource: boolean, queryId: string): Matcher {
  return (read) => (queryId === '*' ? !isOpenSource : read('uid').includes(queryId));
}

/**
 * Renders a row of a query. Unlike in a read, `username` is a string and absent attributes are
 * omitted (recorded).
 */
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
