import type { DeviceKind } from '../../domain/devices/device.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Realm } from '../../domain/people/realm.ts';
import type { Route } from './call.ts';
import { notSupported } from './errors.ts';
import { firstPage, pageQuery, type QueryPage } from './query-page.ts';
import type { SessionToken } from '../foundation/credential.ts';
import type { Product } from '../foundation/product.ts';
import {
  anyOf,
  filterLiteral,
  searchFilter,
  type SearchedText,
} from '../foundation/search-filter.ts';

/** Builds every path of AM. A name fills exactly one segment, whatever its characters (C1–C11). */
export class Paths {
  readonly #deploy: string;
  readonly #base: string;
  readonly #product: Product;
  /** Constant texts: the paths of the served realms, and the queries for lists of fields. */
  readonly #realms = new WeakMap<Realm, string>();
  readonly #queries = new WeakMap<readonly string[], string>();

  /** `basePath` is the deploy path without a slash at its end, for example `/am`. */
  constructor(basePath: string, product: Product) {
    this.#deploy = basePath;
    this.#base = `${basePath}/json`;
    this.#product = product;
  }

  serverInfo(realm: Realm): Route {
    return this.#route(realm, 'serverinfo/*');
  }

  serverVersion(realm: Realm): Route {
    return this.#route(realm, 'serverinfo/version');
  }

  /** An action on sessions (contract §6). The body names the person or the handles to end. */
  sessions(
    realm: Realm,
    action: 'getSessionInfo' | 'logout' | 'logoutByUser' | 'logoutByHandle',
  ): Route {
    return this.#route(realm, `sessions?_action=${action}`);
  }

  /**
   * Properties of a session that another account reads, on OpenAM (contract §18.5). The token is in
   * the query, because OpenAM takes the token of a header for the account's own; only the template
   * is logged.
   */
  sessionProperties(realm: Realm, token: SessionToken): Route {
    const query = `sessions/?_action=getProperty`;
    const place = `${query}&tokenId=${encodeURIComponent(token.reveal())}`;
    return this.#route(realm, place, query);
  }

  /** What administrators configured of a realm's scripts and sign-ins (contract §18.6). */
  configured(realm: Realm, place: string): Route {
    return this.#route(realm, place);
  }

  /** One person's sessions, with their handles, on OpenAM (contract §6). */
  sessionsOf({ realm, id }: PersonRef): Route {
    const filter = `username eq ${filterLiteral(id)} and realm eq ${filterLiteral(realm.path)}`;
    const query = `sessions?_queryFilter=${encodeURIComponent(filter)}`;
    return this.#route(realm, query, 'sessions?_queryFilter');
  }

  /** AM's sign-in; `/` for the super user. */
  authenticate(realm: Realm): Route {
    return this.#route(realm, 'authenticate');
  }

  /** A journey (or chain) that only checks credentials: AM creates no session (contract §8). */
  journey(realm: Realm, name: string): Route {
    const query = `authIndexType=service&authIndexValue=${encodeSegment(name)}&noSession=true`;
    return this.#route(realm, `authenticate?${query}`, 'authenticate?journey');
  }

  /** Where AIC issues access tokens to service accounts (contract §11). */
  accessToken(): Route {
    const template = 'oauth2/access_token';
    return { path: `${this.#deploy}/${template}`, template, realm: '' };
  }

  group(realm: Realm, name: string): Route {
    const query = fieldsQuery(['uniqueMember', 'members', 'dn']);
    return this.#route(realm, `groups/${encodeSegment(name)}?${query}`, 'groups/{name}');
  }

  user({ realm, id }: PersonRef, fields: readonly string[]): Route {
    const query = this.#fieldsQuery(fields);
    return this.#route(realm, `users/${encodeSegment(id)}?${query}`, 'users/{id}');
  }

  /** A search for people of a realm (contract §5.2, U38): a page, or all that AM lists. */
  userSearch(realm: Realm, of: SearchedText, fields: readonly string[], page?: QueryPage): Route {
    const wanted = fieldsQuery([...fields, ...this.#product.searchAttributes]);
    const paging = page === undefined ? '' : pageQuery(page);
    const query = `users?_queryFilter=${this.#searchFilter(of, 'uid')}&${wanted}${paging}`;
    return this.#route(realm, query, 'users?_queryFilter');
  }

  /** Some people of a realm; OpenAM ignores the size of the page (contract §5.2, U38). */
  userSample(realm: Realm, field = 'dn', size = 20): Route {
    const query = `users?_queryFilter=true&_pageSize=${size}&_fields=${encodeURIComponent(field)}`;
    return this.#route(realm, query, 'users?_queryFilter=true');
  }

  /** A page of the names of all people of a realm; OpenAM sends them at once (§5.2, U38). */
  allUsers(realm: Realm, page: QueryPage): Route {
    const query = `_queryFilter=true&${fieldsQuery([this.#product.trueNameField])}${pageQuery(page)}`;
    return this.#route(realm, `users?${query}`, 'users?_queryFilter=true');
  }

  /** The people who have one of some values of an attribute, by their entries. */
  usersWith(realm: Realm, name: string, values: readonly string[], more: string[] = []): Route {
    const filter = encodeURIComponent(anyOf(name, values));
    const query = `users?_queryFilter=${filter}&_pageSize=10000&${fieldsQuery(['dn', ...more])}`;
    return this.#route(realm, query, 'users?_queryFilter');
  }

  /** The same search at IDM, which AIC has beside AM (contract §10). */
  managedUsers(realm: Realm, search: SearchedText, page = firstPage): Route {
    const filter = this.#searchFilter(search, 'userName');
    const names = ['userName', 'givenName', 'sn', 'cn', 'mail', 'accountStatus'];
    const fields = fieldsQuery([...names, ...this.#product.searchAttributes]);
    return managed(realm, `_queryFilter=${filter}&${fields}${pageQuery(page)}`);
  }

  /** A page of the ids of all people of a realm at IDM (contract §10), or those of some. */
  allManagedUsers(realm: Realm, page: QueryPage, filter = 'true'): Route {
    const query = `_queryFilter=${encodeURIComponent(filter)}&${fieldsQuery(['_id'])}`;
    return managed(realm, `${query}${pageQuery(page)}`);
  }

  /** A device list. Without `fields` AM sends whole records, on OpenAM with their secrets. */
  deviceList(who: PersonRef, kind: DeviceKind, fields: readonly string[] | null): Route {
    const query = fields === null ? '' : `&${this.#fieldsQuery(fields)}`;
    return this.#devices(who, kind, `?_queryFilter=true${query}`, '');
  }

  deviceReset(who: PersonRef, kind: DeviceKind): Route {
    return this.#devices(who, kind, '?_action=reset');
  }

  device(who: PersonRef, kind: DeviceKind, id: string): Route {
    return this.#devices(who, kind, `/${encodeSegment(id)}`, '/{device}');
  }

  #devices({ realm, id }: PersonRef, kind: DeviceKind, rest: string, template = rest): Route {
    const path = this.#product.kinds[kind]?.path;
    if (path === undefined) throw notSupported(`${this.#product.flavor} has no devices of ${kind}`);
    const place = `users/${encodeSegment(id)}/${path}${rest}`;
    return this.#route(realm, place, `users/{id}/${path}${template}`);
  }

  #searchFilter(search: SearchedText, userName: string): string {
    const { flavor, searchAttributes: exact } = this.#product;
    return encodeURIComponent(searchFilter(search, { userName, exact, flavor }));
  }

  #route(realm: Realm, place: string, template = place): Route {
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

/** A query of IDM for people. */
function managed(realm: Realm, query: string): Route {
  return {
    path: `/openidm/managed/${encodeSegment(realm.name)}_user?${query}`,
    template: 'openidm/managed/{realm}_user?_queryFilter',
    realm: realm.name,
  };
}

/** Maps `/alpha/sub` to `/realms/root/realms/alpha/realms/sub` (contract §1.1). */
function realmPath(realm: Realm): string {
  const parts = realm.path.split('/').filter((part) => part !== '');
  return ['/realms/root', ...parts.map((part) => `/realms/${encodeSegment(part)}`)].join('');
}

function fieldsQuery(fields: readonly string[]): string {
  return `_fields=${fields.map((field) => encodeURIComponent(field)).join(',')}`;
}

/** Names that encoding does not change, as nearly all are. */
const unreserved = /^[A-Za-z0-9._~-]*$/;

/**
 * Percent-encodes everything but RFC 3986's unreserved characters, so that no server on the way
 * reads a sub-delimiter as structure. `encodeURIComponent` alone leaves `!'()*` (U19).
 */
export function encodeSegment(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
