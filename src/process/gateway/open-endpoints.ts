import type { OpenAm } from '../../am/index.ts';
import { listHeld } from '../../changes/enrolment/held-devices.ts';
import type { Config } from '../../config/load-config.ts';
import { enrolmentAnswers } from '../../domain/enrolment/decision.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { ledgerInTime } from '../../changes/request/ledger-in-time.ts';
import { AskedOften, type EnrolmentEndpointParts } from '../../server/enrolment.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

interface EnrolmentTools {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly metrics: Metrics | undefined;
}

/** Opens the endpoint for AM's questions; undefined if no new device needs a code. */
export function openEnrolment(
  { enrolment, access: { realms }, am: { flavor } }: Config,
  { ledger, now, metrics }: EnrolmentTools,
  { service, userIds }: Pick<OpenAm, 'service' | 'userIds'>,
): EnrolmentEndpointParts | undefined {
  if (enrolment === null) return undefined;
  const decisions = metrics?.counter('identity_gateway_enrolment_decisions_total');
  for (const decision of enrolmentAnswers) decisions?.inc({ decision }, 0);
  const codes = metrics?.counter('identity_gateway_enrolment_codes_total');
  // A script of OpenAM cannot ask again: there, `ask` ends the try, and a code comes with another.
  const followsAsk = flavor !== 'openam';
  const asked = new AskedOften(now);
  return {
    secret: enrolment.key,
    holds: (deadline) => ledgerInTime(ledger, deadline).holds,
    service,
    list: listHeld,
    realms,
    userIds,
    admits: (person) => asked.admits(person),
    onDecision: (decision, hasCode) => {
      decisions?.inc({ decision });
      if (hasCode && followsAsk) codes?.inc();
    },
    now,
  };
}
