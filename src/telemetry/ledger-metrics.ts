import { levelInForce, threatLevels, type ThreatLevels } from '../domain/threat/threat-level.ts';
import type { Metrics } from './metrics.ts';
import { readOnce } from './readings.ts';
import type { CampaignFigures } from '../domain/campaign/campaigns.ts';
import type { AuditFigures } from '../domain/outbox/audit-log.ts';

/** Shows the threat level that was set in each realm, as a number. */
export function threatMetrics(
  metrics: Metrics,
  threats: ThreatLevels,
  { realms, now }: { readonly realms: readonly string[]; readonly now: () => number },
): void {
  metrics.readings('identity_gateway_threat_level', async () => {
    const states = await threats.current();
    return realms.map((realm) => {
      const state = levelInForce(states, { realms: [realm], now: now() });
      return [{ realm }, state === null ? 0 : threatLevels.indexOf(state.level)] as const;
    });
  });
}

/** Shows the campaigns that are under way. They are those of all processes on the ledger. */
export function campaignMetrics(metrics: Metrics, read: () => Promise<CampaignFigures>): void {
  const figures = readOnce(read);
  const figure = (name: keyof CampaignFigures) => async () => (await figures())[name];
  metrics.gauge('identity_gateway_campaigns_running', figure('running'));
  metrics.gauge('identity_gateway_campaigns_held', figure('held'));
  metrics.gauge('identity_gateway_campaigns_people_waiting', figure('waiting'));
  metrics.gauge('identity_gateway_campaigns_people_failed', figure('failed'));
}

/**
 * Shows the records that wait for the audit log. Returns the function that counts attempts to write
 * them.
 */
export function auditMetrics(
  metrics: Metrics,
  read: () => Promise<AuditFigures>,
): (isGood: boolean) => void {
  const attempts = metrics.counter('identity_gateway_audit_log_attempts_total');
  const count = (isGood: boolean, by = 1): void =>
    attempts.inc({ result: isGood ? 'ok' : 'error' }, by);
  for (const isGood of [true, false]) count(isGood, 0);
  const figures = readOnce(read);
  metrics.gauge('identity_gateway_audit_log_waiting', async () => (await figures()).waiting);
  metrics.gauge(
    'identity_gateway_audit_log_oldest_seconds',
    async () => (await figures()).oldestMs / 1_000,
  );
  return (isGood) => count(isGood);
}
