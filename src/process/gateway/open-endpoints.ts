import type { OpenAm } from '../../am/index.ts';
import { listHeld } from '../../changes/enrolment/held-devices.ts';
import type { Config } from '../../config/load-config.ts';
import { enrolmentAnswers } from '../../domain/enrolment/decision.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { ledgerInTime } from '../../changes/request/ledger-in-time.ts';
import { AskedOften, type EnrolmentEndpointParts } from '../../server/enrolment.ts';
import { VerifyPage } from '../../identity-checks/page/verify-page.ts';
import { Vendors } from '../../identity-checks/vendors.ts';
import { VerifyPages } from '../../identity-checks/verify-routes.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { openResource } from './open-resource.ts';

interface EnrolmentTools {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly metrics: Metrics | undefined;
}

/** Opens the endpoint for AM's questions; undefined if no new device needs a code. */
function openEnrolment(
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

interface EndpointTools extends EnrolmentTools {
  readonly log: Log;
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number;
}

/** Opens the endpoints beside GraphQL that are configured, and the vendors that verify people. */
export function openEndpoints(
  config: Config,
  tools: EndpointTools,
  am: Pick<OpenAm, 'service' | 'userIds'>,
) {
  const checks = openIdentityChecks(config, tools, am);
  return {
    vendors: checks?.vendors ?? null,
    routes: {
      identityChecks: checks?.routes,
      resource: openResource(config),
      enrolment: openEnrolment(config, tools, am),
    },
  };
}

/** Opens the checks by vendors; undefined if none is configured. */
function openIdentityChecks(
  { identityVerification, pages, access: { realms }, production: tlsOnly }: Config,
  { ledger, elapsed, log }: EndpointTools,
  { service, userIds }: Pick<OpenAm, 'service' | 'userIds'>,
) {
  if (identityVerification === null) return undefined;
  const { publicUrl, name, locales, support } = pages;
  const vendors = new Vendors({ ...identityVerification, publicUrl, elapsed });
  const routes = new VerifyPages({
    vendors,
    page: new VerifyPage({ name, locales, contact: support ?? null }),
    checks: (deadline) => ledgerInTime(ledger, deadline).identityChecks,
    service,
    realms,
    userIds,
    publicUrl,
    tlsOnly,
    warn: log.warn,
  });
  return { vendors, routes };
}
