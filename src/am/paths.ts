import type { DeviceKind } from '../domain/device.ts';
import type { PersonRef } from '../domain/person.ts';
import type { Realm } from '../domain/realm.ts';
import type { Route } from './http/call.ts';
import { notSupported } from './http/errors.ts';
import type { Product } from './product.ts';

/** Builds every path of AM. A name fills exactly one segment, whatever its characters (C1–C11). */
export class Paths {
  readonly #deploy: string;
  readonly #base: string;
  readonly #product: Product;
  /** Texts that never change: the paths of the served realms, and the queries for lists of fields. */
  readonly #realms = new WeakMap<Realm, string>();
  readonly #queries = new WeakMap<readonly string[], string>();

  /** `basePath` is the deploy path without a slash at its end, for example `/am`. */
  constructor(basePath: string, product: Product) {
    this.#deploy = basePath;
    this.#base = `${basePath}/json`;
    this.#product = product;
  }

  serverInfo(realm: Realm): Route {
    return this.#route(realm, 'serverinfo/*', 'serverinfo/*');
  }

  sessionInfo(realm: Realm): Route {
    const place = 'sessions?_action=getSessionInfo';
    return this.#route(realm, place, place);
  }

  signOut(realm: Realm): Route {
    const place = 'sessions?_action=logout';
    return this.#route(realm, place, place);
  }

  /** One person's sessions, with their handles, on OpenAM (contract §6). */
  sessionsOf({ realm, id }: PersonRef): Route {
    const filter = `username eq ${literal(id)} and realm eq ${literal(realm.path)}`;
    const query = `sessions?_queryFilter=${encodeURIComponent(filter)}`;
    return this.#route(realm, query, 'sessions?_queryFilter');
  }

  /** What ends sessions: of a person whom the body names, or by handles in the body (contract §6). */
  endOfSessions(realm: Realm, action: 'logoutByUser' | 'logoutByHandle'): Route {
    const place = `sessions?_action=${action}`;
    return this.#route(realm, place, place);
  }

  /** AM's sign-in; `/` for the super user. */
  authenticate(realm: Realm): Route {
    return this.#route(realm, 'authenticate', 'authenticate');
  }

  /** Where AIC issues access tokens to service accounts (contract §11). */
  accessToken(): Route {
    return {
      path: `${this.#deploy}/oauth2/access_token`,
      template: 'oauth2/access_token',
      realm: '',
    };
  }

  group(realm: Realm, name: string): Route {
    const query = fieldsQuery(['uniqueMember', 'members', 'dn']);
    return this.#route(realm, `groups/${encodeSegment(name)}?${query}`, 'groups/{name}');
  }

  user({ realm, id }: PersonRef, fields: readonly string[]): Route {
    const query = this.#fieldsQuery(fields);
    return this.#route(realm, `users/${encodeSegment(id)}?${query}`, 'users/{id}');
  }

  serverVersion(realm: Realm): Route {
    return this.#route(realm, 'serverinfo/version', 'serverinfo/version');
  }

  /** People of a realm whose name or mail address begins with a text (contract §5.2, U38). */
  userSearch(realm: Realm, text: string, fields: readonly string[]): Route {
    const filter = beginsWith(text, ['uid', 'mail']);
    return this.#route(
      realm,
      `users?_queryFilter=${encodeURIComponent(filter)}&${fieldsQuery(fields)}`,
      'users?_queryFilter',
    );
  }

  /** The same search at IDM, which AIC has beside AM (contract §10). */
  managedUsers(realm: Realm, text: string): Route {
    const filter = encodeURIComponent(beginsWith(text, ['userName', 'mail']));
    const fields = fieldsQuery(['userName', 'givenName', 'sn', 'cn', 'mail', 'accountStatus']);
    return {
      path: `/openidm/managed/${encodeSegment(realm.name)}_user?_queryFilter=${filter}&${fields}&_pageSize=200`,
      template: 'openidm/managed/{realm}_user?_queryFilter',
      realm: realm.name,
    };
  }

  /** A device list. Without `fields` AM sends whole records, on OpenAM with their secrets. */
  deviceList(who: PersonRef, kind: DeviceKind, fields: readonly string[] | null): Route {
    const query = fields === null ? '' : `&${this.#fieldsQuery(fields)}`;
    return this.#devices(who, kind, `?_queryFilter=true${query}`, '');
  }

  deviceReset(who: PersonRef, kind: DeviceKind): Route {
    return this.#devices(who, kind, '?_action=reset', '?_action=reset');
  }

  device(who: PersonRef, kind: DeviceKind, id: string): Route {
    return this.#devices(who, kind, `/${encodeSegment(id)}`, '/{device}');
  }

  #devices({ realm, id }: PersonRef, kind: DeviceKind, rest: string, template: string): Route {
    const path = this.#product.kinds[kind]?.path;
    if (path === undefined) throw notSupported(`${this.#product.flavor} has no devices of ${kind}`);
    return this.#route(
      realm,
      `users/${encodeSegment(id)}/${path}${rest}`,
      `users/{id}/${path}${template}`,
    );
  }

  #route(realm: Realm, place: string, template: string): Route {
    const known = this.#realms.get(realm) ?? `${this.#base}${realmPath(realm)}/`;
    this.#realms.set(realm, known);
    return { path: `${known}${place}`, template, realm: realm.name };
  }

  #fieldsQuery(fields: readonly string[]): string {
    const known = this.#queries.get(fields) ?? fieldsQuery(fields);
    this.#queries.set(fields, known);
    return known;
  }
}

/** Maps `/alpha/sub` to `/realms/root/realms/alpha/realms/sub` (contract §1.1). */
function realmPath(realm: Realm): string {
  const parts = realm.path.split('/').filter((part) => part !== '');
  return ['/realms/root', ...parts.map((part) => `/realms/${encodeSegment(part)}`)].join('');
}

function beginsWith(text: string, fields: readonly string[]): string {
  return fields.map((field) => `${field} sw ${literal(text)}`).join(' or ');
}

/** A text in a CREST filter. Escapes quotes and backslashes, so that it stays within its literal (C16). */
function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function fieldsQuery(fields: readonly string[]): string {
  return `_fields=${fields.map((field) => encodeURIComponent(field)).join(',')}`;
}

/** Names that encoding does not change, as nearly all are. */
const unreserved = /^[A-Za-z0-9._~-]*$/;

/**
 * Percent-encodes everything but RFC 3986's unreserved characters, so that no server on the way reads a
 * sub-delimiter as structure. `encodeURIComponent` alone leaves `!'()*` (U19).
 */
export function encodeSegment(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
