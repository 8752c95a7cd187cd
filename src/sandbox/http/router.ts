import type { IncomingHttpHeaders } from 'node:http';
import type { Am, Call } from '../am.ts';
import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';
import { serveAuthenticate } from '../sign-in/authenticate.ts';
import { refuseForgery } from '../session/caller.ts';
import { refuseMalformed } from './crest-request.ts';
import { serveGroups } from '../people/group-routes.ts';
import { isIdm, serveIdm } from '../idm/idm-routes.ts';
import { serveOAuth, refuseOAuthPath } from '../oauth/oauth-routes.ts';
import { findOAuthRealm, findRealm } from './realm-path.ts';
import { serveGlobalConfig, serveRealmConfig, serveScripts } from '../realm-routes.ts';
import { serveServerInfo } from '../server-info-routes.ts';
import { serveSessions } from '../session/session-routes.ts';
import { refuseUri, tomcatPage } from './tomcat-page.ts';
import { serveXui } from '../browser/xui-routes.ts';
import { serveUsers } from '../people/user-routes.ts';

/** A request as received. */
export interface WireRequest {
  readonly method: string;
  /** Raw path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** By how many milliseconds the replica that answers is behind. */
  readonly lagMs?: number | undefined;
}

type Resource = (am: Am, call: Call) => Answer | Promise<Answer>;

const resources: Readonly<Record<string, Resource>> = {
  authenticate: serveAuthenticate,
  'global-config': serveGlobalConfig,
  groups: serveGroups,
  'realm-config': serveRealmConfig,
  scripts: serveScripts,
  serverinfo: serveServerInfo,
  sessions: serveSessions,
  users: serveUsers,
};

/** Answers a raw request: container, realm path, CSRF guard, resource (contract §1.1, §1.5). */
export function route(am: Am, request: WireRequest): Answer | Promise<Answer> {
  const [path = '', search = ''] = splitOnce(request.url, '?');
  const refusedUri = refuseUri(request.url);
  if (refusedUri !== undefined) return refusedUri;
  if (isIdm(am, path)) return routeIdm(am, request, path, search);
  const prefix = `${am.personality.deployPath}/`;
  const below = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
  if (below === 'isAlive.jsp') {
    return { status: 200, text: '<h1>Server is ALIVE: </h1>', contentType: 'text/html' };
  }
  const [first, ...segments] = (below ?? '').split('/').map(decodeURIComponent);
  if (first === 'oauth2') return routeOAuth(am, request, segments, search);
  const page = serveXui(am, request, [first ?? '', ...segments], search);
  if (page !== undefined) return page;
  if (first !== 'json') {
    const shown = path.replaceAll('/', '&#47;');
    return tomcatPage(404, `The requested resource [${shown}] is not available`);
  }
  const isTrailing = segments.at(-1) === '';
  const names = isTrailing ? segments.slice(0, -1) : segments;
  if (names.includes('')) {
    return refuse(400, `Resource path '${decodeURIComponent(path)}' contains empty path elements`);
  }
  const { query, repeated } = readQuery(search);
  const found = findRealm(am, names, query.get('realm'), (name) => Object.hasOwn(resources, name));
  if ('refusal' in found) return found.refusal;
  const [name = '', ...rest] = found.rest;
  const resource = Object.hasOwn(resources, name) ? resources[name] : undefined;
  if (resource === undefined) return refuse(404, `Resource '${found.rest.join('/')}' not found`);
  const call: Call = {
    method: methodOf(request),
    realm: found.realm,
    path: rest,
    query,
    repeated,
    headers: request.headers,
    body: request.body,
    lagMs: request.lagMs,
  };
  const forged = refuseForgery(am, call);
  if (forged !== undefined || resource === serveAuthenticate) {
    return forged ?? serveAuthenticate(am, call);
  }
  return refuseMalformed(call) ?? resource(am, call);
}

/** Routes `/openidm/…`, which is not below AM's deploy path (contract §10). */
function routeIdm(am: Am, request: WireRequest, path: string, search: string): Answer {
  const { headers, body } = request;
  const segments = path.split('/').slice(2).map(decodeURIComponent);
  const names = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  const query = readQuery(search);
  return serveIdm(am, {
    method: methodOf(request),
    realm: '/',
    path: names,
    ...query,
    headers,
    body,
  });
}

/** Routes `oauth2/…` of the root and `oauth2/realms/root/realms/x/…` of a realm (contract §11). */
function routeOAuth(
  am: Am,
  request: WireRequest,
  segments: readonly string[],
  search: string,
): Answer {
  const { method, headers, body } = request;
  const found = findOAuthRealm(am, segments);
  if ('unknown' in found) {
    return refuseOAuthPath(
      `No mapping organization found for organization identifier: ${found.unknown}`,
    );
  }
  const { realm, rest } = found;
  return serveOAuth(am, {
    method,
    realm,
    path: rest,
    ...readQuery(search),
    headers,
    body,
  });
}

/** Returns the method; `X-HTTP-Method-Override` replaces POST (contract §1.2). */
function methodOf(request: WireRequest): string {
  const override = request.headers['x-http-method-override'];
  return request.method === 'POST' && typeof override === 'string'
    ? override.toUpperCase()
    : request.method;
}

function readQuery(search: string): Pick<Call, 'query' | 'repeated'> {
  const query = new Map<string, string>();
  const repeated: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const key = name.toLowerCase();
    if (query.has(key)) {
      repeated.push(name);
    } else {
      query.set(key, value);
    }
  }
  return { query, repeated };
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
