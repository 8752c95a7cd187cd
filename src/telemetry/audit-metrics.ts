import { Counter } from '@prometheus-io/client';
import type { AuditFigures } from '../domain/audit-log.ts';
import type { Metrics } from './metrics.ts';

/**
 * Shows the records that wait for the audit log. Returns the function that counts attempts to write
 * them.
 */
export function auditMetrics(
  metrics: Metrics,
  read: () => Promise<AuditFigures>,
): (isGood: boolean) => void {
  const help = 'Attempts to write records to the audit log.';
  const attempts = new Counter({
    name: 'identity_gateway_audit_log_attempts_total',
    help,
    labelNames: ['result'],
    registers: [metrics.registry],
  });
  const count = (isGood: boolean, by = 1): void =>
    attempts.inc({ result: isGood ? 'ok' : 'error' }, by);
  for (const isGood of [true, false]) count(isGood, 0);
  // A scrape collects both gauges at once; they share one read.
  let reading: Promise<AuditFigures> | undefined;
  const figures = (): Promise<AuditFigures> =>
    (reading ??= read().finally(() => (reading = undefined)));
  const waiting = 'Records that are not in the audit log yet.';
  metrics.gauge('audit_log_waiting', waiting, async () => (await figures()).waiting);
  const oldest = 'The age of the oldest record that is not in the audit log yet.';
  metrics.gauge('audit_log_oldest_seconds', oldest, async () => (await figures()).oldestMs / 1_000);
  return (isGood) => count(isGood);
}
