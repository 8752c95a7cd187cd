import type { IncomingHttpHeaders } from 'node:http';
import type { Am, Call } from './am.ts';
import { type Answer, refuse } from './answer.ts';
import { serveAuthenticate } from './authenticate.ts';
import { refuseForgery } from './caller.ts';
import { serveGroups } from './groups.ts';
import { serveGlobalConfig } from './realms.ts';
import { serveServerInfo } from './server-info.ts';
import { serveSessions } from './session-actions.ts';
import { refuseUri, tomcatPage } from './tomcat-page.ts';
import { serveUsers } from './users.ts';

/** A request as it came off the wire. */
export interface WireRequest {
  readonly method: string;
  /** Raw path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Resource = (am: Am, call: Call) => Answer | Promise<Answer>;

const RESOURCES: Readonly<Record<string, Resource>> = {
  authenticate: serveAuthenticate,
  'global-config': serveGlobalConfig,
  groups: serveGroups,
  serverinfo: serveServerInfo,
  sessions: serveSessions,
  users: serveUsers,
};

/** From the raw request to the resource: container, realm path, CSRF guard, route (contract §1.1, §1.5). */
export function route(am: Am, request: WireRequest): Answer | Promise<Answer> {
  const [path = '', search = ''] = splitOnce(request.url, '?');
  const refusedUri = refuseUri(path);
  if (refusedUri !== undefined) {
    return refusedUri;
  }
  const prefix = `${am.personality.deployPath}/`;
  const below = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
  if (below === 'isAlive.jsp') {
    return { status: 200, text: '<h1>Server is ALIVE: </h1>', contentType: 'text/html' };
  }
  const [first, ...segments] = (below ?? '').split('/').map(decodeURIComponent);
  if (first !== 'json') {
    return tomcatPage(404, 'Not Found', 'The requested resource is not available');
  }
  const query = readQuery(search);
  const place = findRealm(am, segments, query.get('realm'));
  if ('refusal' in place) {
    return place.refusal;
  }
  const [name = '', ...rest] = place.rest;
  const resource = Object.hasOwn(RESOURCES, name) ? RESOURCES[name] : undefined;
  if (resource === undefined) {
    return refuse(404, `Resource '${place.rest.join('/')}' not found`);
  }
  const call: Call = {
    method: methodOf(request),
    realm: place.realm,
    path: rest.at(-1) === '' ? rest.slice(0, -1) : rest,
    query,
    headers: request.headers,
    body: request.body,
  };
  return refuseForgery(am, call) ?? resource(am, call);
}

type Place =
  { readonly realm: string; readonly rest: readonly string[] } | { readonly refusal: Answer };

/** `realms/root[/realms/x]`, the legacy `x/…`, and `?realm=`, which overrides the path (contract §1.1). */
function findRealm(am: Am, segments: readonly string[], override: string | undefined): Place {
  const names: string[] = [];
  let rest = segments;
  const isCanonical = segments[0] === 'realms';
  while (rest[0] === 'realms' && rest[1] !== undefined) {
    names.push(rest[1]);
    rest = rest.slice(2);
  }
  if (isCanonical && names.shift() !== 'root') {
    return realmNotFound(`/${segments[1] ?? ''}`);
  }
  if (!isCanonical && rest[0] !== undefined && !Object.hasOwn(RESOURCES, rest[0])) {
    names.push(rest[0]);
    rest = rest.slice(1);
  }
  const realm = `/${names.join('/')}`;
  if (!am.directory.hasRealm(realm)) {
    return realmNotFound(realm);
  }
  if (override === undefined) {
    return { realm, rest };
  }
  const wanted = override.startsWith('/') ? override : `/${override}`;
  return am.directory.hasRealm(wanted)
    ? { realm: wanted, rest }
    : { refusal: refuse(400, `Invalid realm, ${override}`) };
}

function realmNotFound(realm: string): Place {
  return { refusal: { ...refuse(404, `Realm "${realm}" not found`), beforeCache: true } };
}

/** `X-HTTP-Method-Override` is honoured on POST (contract §1.2). */
function methodOf(request: WireRequest): string {
  const override = request.headers['x-http-method-override'];
  return request.method === 'POST' && typeof override === 'string'
    ? override.toUpperCase()
    : request.method;
}

function readQuery(search: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    const key = name.toLowerCase();
    if (!query.has(key)) {
      query.set(key, value);
    }
  }
  return query;
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
