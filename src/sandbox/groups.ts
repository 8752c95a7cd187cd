import { type Am, type Call, headerOf } from './am.ts';
import { type Answer, envelope, ok, refuse, versioned } from './answer.ts';
import { chooseVersion } from './api-version.ts';
import { admit, mayManagePeople, universalIdOfCaller } from './caller.ts';
import { groupDnOf, universalIdOf } from './distinguished-names.ts';
import { type JsonObject, pickFields, revisionOf } from './json.ts';
import type { Group } from './person.ts';
import { parseQueryFilter } from './query-filter.ts';
import { fieldsOf, readJsonBody } from './request-body.ts';
import { foldSpelling } from './spelling.ts';

/** `groups`: members are found here and not on the user (contract §18 U32). */
export function serveGroups(am: Am, call: Call): Answer {
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions.groups,
    call.path.join('/'),
  );
  const identified = admit(am, call);
  if ('refusal' in identified) {
    return identified.refusal;
  }
  if ('refusal' in choice) {
    return choice.refusal;
  }
  const body = readJsonBody(call);
  if ('refusal' in body) {
    return body.refusal;
  }
  if (!mayManagePeople(am, identified.caller, call.realm)) {
    const who = universalIdOfCaller(identified.caller);
    const message = `Permission to perform the read operation denied to ${who}`;
    return versioned(refuse(403, message), choice.version);
  }
  return versioned(operate(am, call, body.json), choice.version);
}

function operate(am: Am, call: Call, body: JsonObject): Answer {
  const [name, ...below] = call.path;
  if (below.length > 0) {
    return refuse(404, `Resource '${call.path.join('/')}' not found`);
  }
  if (name === undefined) {
    return call.method === 'POST' ? createGroup(am, call, body) : queryGroups(am, call);
  }
  const group = am.directory.groupsOf(call.realm).get(foldSpelling(name));
  if (group === undefined) {
    return refuse(404, 'Resource cannot be found.');
  }
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return ok(trim(call, renderGroup(am, call.realm, group)));
    case 'PUT':
      group.members = membersIn(body) ?? group.members;
      return ok(renderGroup(am, call.realm, group));
    case 'DELETE':
      am.directory.groupsOf(call.realm).delete(foldSpelling(name));
      return ok({ success: 'true' });
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

function createGroup(am: Am, call: Call, body: JsonObject): Answer {
  const name = body['username'];
  if (typeof name !== 'string' || name === '') {
    return refuse(400, 'Group name is missing.');
  }
  const groups = am.directory.groupsOf(call.realm);
  if (groups.has(foldSpelling(name))) {
    return refuse(409, `Identity ${name} of type group already exists.`);
  }
  const group: Group = { name, members: membersIn(body) ?? [] };
  groups.set(foldSpelling(name), group);
  return { ...ok(renderGroup(am, call.realm, group)), status: 201 };
}

function queryGroups(am: Am, call: Call): Answer {
  const filter = call.query.get('_queryfilter');
  if (filter === undefined && !call.query.has('_queryid')) {
    return refuse(400, 'The resource collection  cannot be read');
  }
  const matches = parseQueryFilter(filter ?? 'true');
  if (matches === undefined) {
    return refuse(400, `The value '${filter ?? ''}' could not be parsed as a valid query filter`);
  }
  const rows = [...am.directory.groupsOf(call.realm).values()]
    .filter((group) => matches((field) => (field === 'cn' ? [group.name] : [])))
    .map((group) => trim(call, renderGroup(am, call.realm, group)));
  const list = ok(envelope(rows));
  const isStreamed = am.personality.isOpenSource && fieldsOf(call) === undefined;
  return isStreamed && rows.length > 0
    ? { ...list, apiVersion: 'protocol=2.1,resource=3.0, resource=3.0' }
    : list;
}

function renderGroup(am: Am, realm: string, group: Group): JsonObject {
  const entry = {
    username: group.name,
    realm,
    universalid: [universalIdOf(am.personality, realm, group.name, 'group')],
    dn: [groupDnOf(am.personality, group.name)],
    cn: [group.name],
    ...(group.members.length > 0 ? { uniqueMember: group.members } : {}),
    objectclass: ['top', 'groupofuniquenames'],
  };
  return { _id: group.name, _rev: revisionOf(entry), ...entry };
}

function trim(call: Call, entry: JsonObject): JsonObject {
  const fields = fieldsOf(call);
  return fields === undefined ? entry : pickFields(entry, ['_id', '_rev', ...fields]);
}

function membersIn(body: JsonObject): readonly string[] | undefined {
  const members = body['uniqueMember'];
  return Array.isArray(members) ? members.map(String) : undefined;
}
