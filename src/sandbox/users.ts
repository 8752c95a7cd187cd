import { type Am, type Call, headerOf } from './am.ts';
import { type Answer, envelope, ok, refuse, versioned } from './answer.ts';
import { chooseVersion } from './api-version.ts';
import { admit, type Caller, mayManagePeople, universalIdOfCaller } from './caller.ts';
import { serveDevices } from './devices.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { pageOf } from './paging.ts';
import type { Person } from './person.ts';
import { parseQueryFilter } from './query-filter.ts';
import { fieldsOf, readJsonBody, refusePrecondition } from './request-body.ts';
import { readAttribute, renderEntry } from './user-entry.ts';
import { createUser, deleteUser, updateUser } from './user-writes.ts';

/** `users`, `users/{id}` and, below it, the devices (contract §3, §5). */
export function serveUsers(am: Am, call: Call): Answer | Promise<Answer> {
  const [, below, ...rest] = call.path;
  if (below === 'devices') {
    const name = rest[0] === '2fa' ? rest.slice(0, 2).join('/') : (rest[0] ?? '');
    const route = am.personality.deviceRoutes[name];
    const depth = rest.length - name.split('/').length;
    if (route !== undefined && depth <= 1) {
      return serveDevices(am, call, route);
    }
  }
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions.users,
    call.path.join('/'),
  );
  const identified = admit(am, call);
  if ('refusal' in identified) {
    return identified.refusal;
  }
  if ('refusal' in choice) {
    return choice.refusal;
  }
  if (below !== undefined) {
    return versioned(refuse(404, `Resource '${call.path.join('/')}' not found`), choice.version);
  }
  const body = readJsonBody(call);
  if ('refusal' in body) {
    return body.refusal;
  }
  const answer = operate(am, call, identified.caller, body.json);
  return isFilterRefusal(answer) ? answer : versioned(answer, choice.version);
}

function operate(am: Am, call: Call, caller: Caller, body: JsonObject): Answer {
  const asked = call.path[0];
  const action = call.query.get('_action');
  const precondition = refusePrecondition(call);
  if (precondition !== undefined) {
    return precondition;
  }
  if (call.method === 'POST') {
    return asked === undefined
      ? actOnUsers(am, call, caller, { action: action ?? 'create', body })
      : refuse(action === undefined ? 400 : 501, describePost(action));
  }
  if (asked === undefined) {
    return queryUsers(am, call, caller);
  }
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return readUser(am, call, caller, asked);
    case 'PUT':
      return updateUser(am, call, caller, { asked, body });
    case 'DELETE':
      return deleteUser(am, call, caller, asked);
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

function describePost(action: string | undefined): string {
  return action === undefined
    ? 'The resource instance  cannot be created'
    : `Action ${action} not implemented for this resource`;
}

function actOnUsers(
  am: Am,
  call: Call,
  caller: Caller,
  { action, body }: { readonly action: string; readonly body: JsonObject },
): Answer {
  switch (action) {
    case 'idFromSession':
      return idFromSession(am, caller);
    case 'create':
      return createUser(am, call, caller, body);
    default:
      return refuse(501, `Action ${action} not implemented for this resource`);
  }
}

/** Contract §5.3; a service account has no session. */
function idFromSession(am: Am, caller: Caller): Answer {
  if (caller.kind === 'service') {
    return refuse(403, 'SSO Token cannot be retrieved.');
  }
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

/** Strangers get 403 whether or not the person exists; administrators get a reliable 404 (contract §18 U23). */
function readUser(am: Am, call: Call, caller: Caller, asked: string): Answer {
  const person = am.directory.find(call.realm, asked);
  const isSelf = person !== undefined && isSelfOf(caller, call.realm, person);
  if (!isSelf && !mayManagePeople(am, caller, call.realm)) {
    return refuseRead(403, caller);
  }
  if (person === undefined) {
    return refuse(404, 'Resource cannot be found.');
  }
  const fields = fieldsOf(call);
  const roles = isSelf && fields === undefined ? rolesOf(am, caller) : undefined;
  return ok(renderEntry(am, person, { realm: call.realm, asked, fields, roles }));
}

/** OpenAM ignores paging and answers 500 to ordinary people; AM pages and answers 403 (contract §5.2, U38). */
function queryUsers(am: Am, call: Call, caller: Caller): Answer {
  const { isOpenSource } = am.personality;
  const filter = call.query.get('_queryfilter');
  const queryId = call.query.get('_queryid');
  if (filter === undefined && queryId === undefined) {
    return refuse(400, 'The resource collection  cannot be read');
  }
  const matches = filter === undefined ? () => !isOpenSource : parseQueryFilter(filter);
  if (matches === undefined) {
    const message = `The value '${filter ?? ''}' for parameter '_queryFilter' could not be parsed as a valid query filter`;
    return refuse(400, message);
  }
  if (!mayManagePeople(am, caller, call.realm)) {
    return refuseRead(isOpenSource ? 500 : 403, caller);
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

/** In a query, unlike a read, `username` stays a string and absent attributes stay absent (recorded). */
function queryRow(
  am: Am,
  realm: string,
  person: Person,
  fields: readonly string[] | undefined,
): JsonObject {
  const whole = renderEntry(am, person, { realm });
  if (fields === undefined) {
    return whole;
  }
  const wanted = ['_id', '_rev', ...fields].filter((name) => name in whole);
  return Object.fromEntries(wanted.map((name) => [name, whole[name]]));
}

function isSelfOf(caller: Caller, realm: string, person: Person): boolean {
  return (
    caller.kind === 'session' &&
    caller.session.realm === realm &&
    caller.session.userId === person.id
  );
}

function rolesOf(am: Am, caller: Caller): readonly string[] {
  if (caller.kind === 'service') {
    return [];
  }
  const { isSuperUser, realm, userId } = caller.session;
  if (isSuperUser) {
    return ['ui-global-admin', 'ui-realm-admin'];
  }
  return am.directory.isDelegate(realm, userId)
    ? ['ui-self-service-user', 'ui-realm-admin']
    : ['ui-self-service-user'];
}

function refuseRead(status: 403 | 500, caller: Caller): Answer {
  const who = universalIdOfCaller(caller);
  return refuse(status, `Permission to perform the read operation denied to ${who}`);
}

/** A malformed filter is refused before the route is named (recorded: no Content-API-Version). */
function isFilterRefusal(answer: Answer): boolean {
  return (
    answer.status === 400 &&
    isJsonObject(answer.json) &&
    String(answer.json['message']).includes("parameter '_queryFilter'")
  );
}
