import type { DeviceKind } from '../domain/device.ts';
import type { PersonRef } from '../domain/person.ts';
import type { Realm } from '../domain/realm.ts';
import type { Product } from './product.ts';

/** One place of AM: the path to send, and its template without names, which is safe to log. */
export interface Route {
  readonly path: string;
  readonly template: string;
}

/** Builds every path of AM. A name fills exactly one segment, whatever characters it holds (C1–C11). */
export class Paths {
  readonly #base: string;
  readonly #product: Product;

  /** `basePath` is the deploy path without a slash at its end, for example `/am`. */
  constructor(basePath: string, product: Product) {
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

  user({ realm, id }: PersonRef, fields: readonly string[]): Route {
    const query = fieldsQuery(fields);
    return this.#route(realm, `users/${encodeSegment(id)}?${query}`, 'users/{id}');
  }

  deviceList({ realm, id }: PersonRef, kind: DeviceKind): Route {
    const path = this.#product.devicePaths[kind];
    const query = `_queryFilter=true&${fieldsQuery(this.#product.deviceFields[kind])}`;
    return this.#route(realm, `users/${encodeSegment(id)}/${path}?${query}`, `users/{id}/${path}`);
  }

  deviceReset({ realm, id }: PersonRef, kind: DeviceKind): Route {
    const place = `${this.#product.devicePaths[kind]}?_action=reset`;
    return this.#route(realm, `users/${encodeSegment(id)}/${place}`, `users/{id}/${place}`);
  }

  #route(realm: Realm, place: string, template: string): Route {
    return { path: `${this.#base}${realmPath(realm)}/${place}`, template };
  }
}

/** `/alpha/sub` as AM wants it: `/realms/root/realms/alpha/realms/sub` (contract §1.1). */
function realmPath(realm: Realm): string {
  const parts = realm.path.split('/').filter((part) => part !== '');
  return ['/realms/root', ...parts.map((part) => `/realms/${encodeSegment(part)}`)].join('');
}

function fieldsQuery(fields: readonly string[]): string {
  return `_fields=${fields.map((field) => encodeURIComponent(field)).join(',')}`;
}

/**
 * Percent-encodes everything but RFC 3986's unreserved characters, so that no server on the way can
 * read a sub-delimiter as structure; `encodeURIComponent` alone leaves `!'()*` (U19).
 */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
