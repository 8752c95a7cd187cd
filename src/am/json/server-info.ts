import { flavors } from '../../domain/flavor.ts';
import type { Flavor } from '../../domain/flavor.ts';
import { fields, text, WireError } from './wire.ts';

/** Reads the cookie's name in `serverinfo/*` (contract §7). */
export function readCookieName(json: unknown): string {
  const name = text(fields(json, 'server info'), 'cookieName');
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(name)) throw new WireError('server info: odd cookieName');
  return name;
}

/** Reads which products answer `serverinfo/*` like this (contract §7): all of them where nothing tells them apart. */
export function readProducts(json: unknown): readonly Flavor[] {
  const info = fields(json, 'server info');
  const ids: unknown = info['userIdAttributes'];
  if (Array.isArray(ids)) return ids.includes('fr-idm-uuid') ? ['aic'] : ['pingam'];
  if ('fileBasedConfiguration' in info) return ['pingam', 'aic'];
  if ('cookieSameSite' in info || 'cookieHttpOnly' in info) return ['openam'];
  return flavors;
}
