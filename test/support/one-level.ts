/** Threat levels without a ledger: alpha is guarded, and a level that is set changes nothing. */
import type { ThreatLevels, ThreatState } from '../../src/domain/threat/threat-level.ts';

/** Returns such levels on a clock. */
export function oneLevel(now: () => number): ThreatLevels {
  const state: ThreatState = {
    realm: 'alpha',
    level: 'GUARDED',
    until: new Date(now() + 86_400_000).toISOString(),
    reason: 'Callers pretend to be users.',
    actor: null,
    since: new Date(now() - 3_600_000).toISOString(),
    reference: '7K3M-9QXT-2BW4-C0HJ',
  };
  return { current: async () => [state], set: async () => ({ kind: 'in force' }) };
}
