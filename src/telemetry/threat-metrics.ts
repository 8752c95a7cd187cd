import { levelInForce, threatLevels, type ThreatLevels } from '../domain/threat-level.ts';
import type { Metrics } from './metrics.ts';

/** Shows the threat level that was set in each realm, as a number. */
export function threatMetrics(
  metrics: Metrics,
  threats: ThreatLevels,
  { realms, now }: { readonly realms: readonly string[]; readonly now: () => number },
): void {
  const help = 'The threat level of a realm: 0 normal, 1 guarded, 2 locked, 3 frozen.';
  const about = { name: 'threat_level', help, type: 'gauge', labelNames: ['realm'] } as const;
  metrics.readings(about, async () => {
    // While the ledger is away the level is unknown, and the other figures are still served.
    const states = await threats.current().catch(() => null);
    if (states === null) return [];
    return realms.map((realm) => {
      const state = levelInForce(states, { realms: [realm], now: now() });
      return [{ realm }, state === null ? 0 : threatLevels.indexOf(state.level)] as const;
    });
  });
}
