import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { ok, refuse } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { chooseVersion } from '../http/api-version.ts';
import { fieldsOf, refuseMalformed } from '../http/crest-request.ts';
import { readManaged, renderManaged } from './idm-person.ts';
import { patchManaged } from './idm-patch.ts';
import { idmPageOf } from './idm-query.ts';
import { parseQueryFilter } from '../people/query-filter.ts';

/** Serves AIC's `openidm/managed/{realm}_user` for bearer tokens with `fr:idm:*` (contract §10). */
export function serveIdm(am: Am, call: Call): Answer {
  const refusal = refuseMalformed(call) ?? refuseBearer(am, call) ?? refuseVersion(call);
  if (refusal !== undefined) return refusal;
  const [managed, name = '', id, ...more] = call.path;
  const realm = `/${name.replace(/_user$/, '')}`;
  const isKnown = managed === 'managed' && name.endsWith('_user') && realm !== '/';
  if (!isKnown || am.directory.findRealm(realm) !== realm || more.length > 0) {
    return refuse(404, `Resource '${call.path.join('/')}' not found`);
  }
  const place = { ...call, realm };
  return {
    ...(id === undefined ? queryPeople(am, place) : operateOnManaged(am, place, id)),
    apiVersion: 'protocol=2.1,resource=1.0',
  };
}

/** Whether a path belongs to IDM, which only AIC has. */
export function isIdm(am: Am, path: string): boolean {
  return am.personality.hasUuidIds && path.startsWith('/openidm/');
}

/** Refuses an unknown token with 401 and a token without the scope with 403. */
function refuseBearer(am: Am, call: Call): Answer | undefined {
  const text = /^bearer\s+(\S+)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1];
  const token = am.accessTokens.find(text ?? '');
  if (token === undefined) return refuse(401, 'Access Denied');
  return token.subject !== 'person' && token.scopes.has('fr:idm:*')
    ? undefined
    : refuse(403, 'Access denied');
}

function refuseVersion(call: Call): Answer | undefined {
  const choice = chooseVersion(headerOf(call, 'accept-api-version'), ['1.0'], '');
  return 'refusal' in choice ? choice.refusal : undefined;
}

function operateOnManaged(am: Am, call: Call, id: string): Answer {
  const person = am.directory.people(call.realm).find((one) => one.id === id);
  if (person === undefined) {
    return refuse(404, `Object ${id} not found in managed/${call.realm.slice(1)}_user`);
  }
  switch (call.method) {
    case 'GET':
      return shown(renderManaged(person, fieldsOf(call)));
    case 'PATCH': {
      const refusal = patchManaged(call, person);
      return refusal ?? shown(renderManaged(person, fieldsOf(call)));
    }
    default:
      return refuse(501, 'Operation is not supported.');
  }
}

/** Answers with an object and its revision as ETag (contract §10). */
function shown(object: { readonly _rev: string }): Answer {
  return { ...ok(object), headers: { etag: `"${object._rev}"` } };
}

function queryPeople(am: Am, call: Call): Answer {
  const filter = call.query.get('_queryfilter');
  if (call.method !== 'GET') return refuse(501, 'Operation is not supported.');
  if (filter === undefined) {
    return refuse(400, `The resource collection '${call.path.join('/')}' cannot be read`);
  }
  const matches = parseQueryFilter(filter);
  if (matches === undefined || matches === 'unknown operator') {
    return refuse(400, 'Invalid query filter');
  }
  const found = am.directory
    .people(call.realm)
    .filter((person) => matches((field) => readManaged(person, field)));
  return ok(idmPageOf(found, call));
}
