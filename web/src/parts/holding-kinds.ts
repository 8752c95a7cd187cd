import type { GatewayRole } from '@identity-gateway/client';
import { config } from '../config.ts';
import type { Kind } from './device.ts';

/** Whether a removal of these kinds opens a hold: a new device then needs a setup code. */
export function opensHold(realm: string, role: GatewayRole, kinds: readonly Kind[]): boolean {
  const holding = config.holdingKinds[realm]?.[role] ?? [];
  return kinds.some((kind) => holding.includes(kind));
}
