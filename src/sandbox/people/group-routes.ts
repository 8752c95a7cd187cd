import type { Am, Call } from '../am.ts';
import { envelope, ok, refuse, versioned } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { mayManagePeople } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import { enter, fieldsOf, jsonOf } from '../http/crest-request.ts';
import { entryDnOf, groupDnOf, universalIdOf } from './distinguished-names.ts';
import { denyOperation } from './deny-operation.ts';
import { cachePath, mayReadCached, noteRead } from './identity-cache.ts';
import { isJsonObject, pickFields, revisionOf } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import type { Group } from './person.ts';
import { parseQueryFilter } from './query-filter.ts';
import { foldSpelling } from './spelling.ts';

/** Serves `groups`. The members are on the group, not on the user (contract §18 U32). */
export function serveGroups(am: Am, call: Call): Answer {
  const rest = call.path.join('/');
  const entered = enter(am, call, { resource: 'groups', rest });
  if ('refusal' in entered) return entered.refusal;
  const isNested = entered.version.startsWith('4');
  const answer =
    call.path.length > 1
      ? refuse(404, `Resource '${rest}' not found`)
      : operateOnGroups(am, isNested ? askingForEntries(call) : call, entered.caller);
  return versioned(isNested ? withNames(call, answer) : answer, entered.version);
}

/** Requests the members' entries, too, if the call requests their names. */
function askingForEntries(call: Call): Call {
  const fields = fieldsOf(call);
  if (!fields?.includes('members')) return call;
  const query = new Map([...call.query, ['_fields', [...fields, 'uniqueMember'].join(',')]]);
  return { ...call, query };
}

/** Adds the members' names, which answers have since version 4 (contract U32). */
function withNames(call: Call, answer: Answer): Answer {
  const fields = fieldsOf(call);
  const nest = ({ uniqueMember, ...group }: JsonObject): JsonObject => {
    if (!Array.isArray(uniqueMember)) return group;
    const names = uniqueMember.map((entry) => /^[^=]+=([^,]*)/.exec(String(entry))?.[1] ?? '');
    const isAsked = fields === undefined || fields.includes('members');
    return { ...group, ...(isAsked && { members: { uniqueMember: names } }) };
  };
  const { json } = answer;
  if (!isJsonObject(json)) return answer;
  const { result } = json;
  const rows = Array.isArray(result) ? result.filter(isJsonObject).map(nest) : undefined;
  return { ...answer, json: rows === undefined ? nest(json) : { ...json, result: rows } };
}

function operateOnGroups(am: Am, call: Call, caller: Caller): Answer {
  const [writtenName] = call.path;
  const isManager = mayManagePeople(am, caller, call.realm);
  if (writtenName === undefined) {
    if (!isManager) return denyOperation('read', caller, am.personality.isOpenSource ? 500 : 403);
    return call.method === 'POST' ? createGroup(am, call) : queryGroups(am, call);
  }
  const group = am.directory.groupsOf(call.realm).get(foldSpelling(writtenName));
  if (call.method === 'GET') return readGroup(am, call, { caller, group, writtenName, isManager });
  if (!isManager) return denyOperation('read', caller);
  return group === undefined
    ? refuse(404, 'Resource cannot be found.')
    : writeGroup(am, call, group, writtenName);
}

function readGroup(
  am: Am,
  call: Call,
  wanted: {
    readonly caller: Caller;
    readonly group: Group | undefined;
    readonly writtenName: string;
    readonly isManager: boolean;
  },
): Answer {
  const { group, isManager, writtenName } = wanted;
  const fields = fieldsOf(call);
  const path = cachePath(call.realm, writtenName);
  const isLeaked =
    am.personality.isOpenSource && group !== undefined && mayReadCached(group, path, fields);
  if (!isManager && !isLeaked) return denyOperation('read', wanted.caller);
  if (group === undefined) return refuse(404, 'Resource cannot be found.');
  const entry = renderGroup(am, call.realm, group, writtenName);
  if (isManager) {
    noteRead(group, path, fields, Object.keys(entry));
  }
  if (fields === undefined || !am.personality.isOpenSource) return ok(trim(call, entry));
  const picked = fields.map((name): [string, unknown] => [name, entry[name] ?? []]);
  return ok({ ...pickFields(entry, ['_id', '_rev']), ...Object.fromEntries(picked) });
}

function writeGroup(am: Am, call: Call, group: Group, writtenName: string): Answer {
  group.known.clear();
  switch (call.method) {
    case 'PUT':
      group.members = membersIn(jsonOf(call)) ?? group.members;
      return ok(renderGroup(am, call.realm, group, writtenName));
    case 'DELETE':
      am.directory.groupsOf(call.realm).delete(foldSpelling(writtenName));
      return ok({ _id: writtenName, success: 'true' });
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

function createGroup(am: Am, call: Call): Answer {
  const body = jsonOf(call);
  const name = body['username'];
  if (typeof name !== 'string' || name === '') return refuse(400, 'Identity name not provided');
  const groups = am.directory.groupsOf(call.realm);
  if (groups.has(foldSpelling(name))) return refuse(409, 'Resource already exists');
  const group: Group = { name, members: membersIn(body) ?? [], known: new Map() };
  groups.set(foldSpelling(name), group);
  return { ...ok(renderGroup(am, call.realm, group, name)), status: 201 };
}

function queryGroups(am: Am, call: Call): Answer {
  const filter = call.query.get('_queryfilter');
  if (filter === undefined && !call.query.has('_queryid')) {
    return refuse(400, 'The resource collection  cannot be read');
  }
  const matches = parseQueryFilter(filter ?? 'true');
  if (matches === undefined || matches === 'unknown operator') {
    return refuse(500, 'Internal Server Error');
  }
  const rows = [...am.directory.groupsOf(call.realm).values()]
    .filter((group) => matches((field) => (field === 'cn' ? [group.name] : [])))
    .map((group) => trim(call, renderGroup(am, call.realm, group, group.name)));
  const list = ok(envelope(rows));
  const isStreamed = am.personality.isOpenSource && fieldsOf(call) === undefined;
  return isStreamed && rows.length > 0
    ? { ...list, apiVersion: 'protocol=2.1,resource=3.0, resource=3.0' }
    : list;
}

/** OpenAM returns the name of the path here, too. */
function renderGroup(am: Am, realm: string, group: Group, writtenName: string): JsonObject {
  const name = am.personality.isOpenSource ? writtenName : group.name;
  const members = [...fillersOf(am, realm, group), ...group.members];
  const entry = {
    username: name,
    realm,
    universalid: [universalIdOf(am.personality, realm, name, 'group')],
    dn: [groupDnOf(am.personality, realm, group.name)],
    cn: [group.name],
    ...(members.length > 0 ? { uniqueMember: members } : {}),
    objectclass: ['top', 'groupofuniquenames'],
  };
  return { _id: name, _rev: revisionOf(entry), ...entry };
}

/**
 * Returns members without an entry. They come first, so that a reader that stops early misses the
 * real members.
 */
function fillersOf(am: Am, realm: string, group: Group): readonly string[] {
  const count = am.settings.groupFillers[group.name] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(12, '0');
    const id = am.personality.hasUuidIds
      ? `f1110000-0000-4000-8000-${number}`
      : `filler${number.slice(-6)}`;
    return entryDnOf(am.personality, realm, id);
  });
}

function trim(call: Call, entry: JsonObject): JsonObject {
  const fields = fieldsOf(call);
  return fields === undefined ? entry : pickFields(entry, ['_id', '_rev', ...fields]);
}

function membersIn(body: JsonObject): readonly string[] | undefined {
  const members = body['uniqueMember'];
  return Array.isArray(members) ? members.map(String) : undefined;
}
