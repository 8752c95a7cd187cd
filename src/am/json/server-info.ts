import { flavors, type Flavor } from '../../domain/people/flavor.ts';
import { fields, text, WireError, type Fields } from './wire.ts';

/** What `serverinfo/*` reveals (contract §7). */
export interface ServerInfo {
  readonly cookieName: string;
  /** The products that may have sent it. */
  readonly products: readonly Flavor[];
}

/** Reads a `serverinfo/*`. */
export function readServerInfo(json: unknown): ServerInfo {
  const info = fields(json, 'server info');
  const cookieName = text(info, 'cookieName');
  if (/^[A-Za-z0-9_.-]{1,128}$/.test(cookieName)) return { cookieName, products: productsOf(info) };
  throw new WireError('server info: odd cookieName');
}

function productsOf(info: Fields): readonly Flavor[] {
  const ids: unknown = info['userIdAttributes'];
  if (Array.isArray(ids)) return ids.includes('fr-idm-uuid') ? ['aic'] : ['pingam'];
  if ('fileBasedConfiguration' in info) return ['pingam', 'aic'];
  if ('cookieSameSite' in info || 'cookieHttpOnly' in info) return ['openam'];
  return flavors;
}
