import ipaddr from 'ipaddr.js';
import type { OpenCheck, VendorNames } from '../domain/change/identity-check.ts';

/** What identifies a person to a vendor, before it is hashed: each vendor gets another hash. */
export function personText({ vendor, person: { realm, id, entry } }: OpenCheck): string {
  return JSON.stringify([vendor, entry ?? [realm, id]]);
}

/** A client of IPv6 has very many addresses: its network counts as one. */
export function addressBlock(client: string): string {
  if (!ipaddr.IPv6.isValid(client)) return client;
  return ipaddr.IPv6.parse(client).parts.slice(0, 4).join(':');
}

/** The words of a vendor may quote what it was sent. */
export function withoutNames(text: string, names: VendorNames): string {
  return Object.values(names).reduce((shown, name) => shown.replaceAll(name, '…'), text);
}
