import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import { amChecks } from './check-am.ts';
import { areaChecks } from './check-areas.ts';
import { auditChecks } from './check-audit-log.ts';
import { deviceChecks } from './check-devices.ts';
import { issuerChecks, tokenChecks } from './check-issuers.ts';
import { mailChecks } from './check-mail.ts';
import { proofChecks } from './check-proofs.ts';
import { vendorChecks } from './check-vendors.ts';
import { streamChecks, webhookChecks } from './check-targets.ts';
import { tracingChecks } from './check-tracing.ts';
import type { Stages } from '../line/finding.ts';

/** The AM of the deployment. */
export interface CheckedAm {
  readonly am: OpenAm;
  readonly url: URL;
}

/** `the start`: a step of the start finds it out. `no server`: the gateway calls none for it. */
type How = 'the start' | 'no server' | ((config: Config, am: CheckedAm) => Stages);

/**
 * What a start goes on without, and what then does not work: how each part of the configuration is
 * checked. A new part needs a line.
 */
const checks = {
  am: (config, { am, url }) => [
    ...amChecks(config, am, url),
    [...deviceChecks(config, am), ...areaChecks(config, am), ...proofChecks(config, am)],
  ],
  callers: (config, { am }) => [tokenChecks(config, am)],
  oauth: (config, { am }) => [issuerChecks(config, am)],
  mail: ({ mail }) => [mailChecks(mail)],
  webhooks: ({ webhooks }) => [webhookChecks(webhooks)],
  sharedSignals: ({ sharedSignals }) => [streamChecks(sharedSignals)],
  identityVerification: (config) => [vendorChecks(config)],
  auditLog: ({ auditLog }) => [auditChecks(auditLog)],
  tracing: ({ tracing }) => [tracingChecks(tracing)],
  // With those of AM, whose service credential names a user.
  proofs: 'no server',
  access: 'no server',
  ledger: 'the start',
  documents: 'the start',
  port: 'the start',
  host: 'the start',
  metricsPort: 'the start',
  pages: 'no server',
  enrolment: 'no server',
  limits: 'no server',
  production: 'no server',
  isExplorable: 'no server',
  corsOrigins: 'no server',
  trustedProxies: 'no server',
  logLevel: 'no server',
  logFormat: 'no server',
  requestDeadlineMs: 'no server',
  drainDelaySeconds: 'no server',
  drainSeconds: 'no server',
  configFile: 'no server',
  live: 'no server',
  warnings: 'no server',
} as const satisfies Readonly<Record<keyof Config, How>>;

/** The parts that `check --online` checks and a start does not. */
export type CheckedPart = {
  readonly [Part in keyof typeof checks]: (typeof checks)[Part] extends string ? never : Part;
}[keyof typeof checks];

/** What the servers of a deployment must do. Nothing is changed there, and nothing is sent. */
export function serverChecks(config: Config, am: CheckedAm): readonly Stages[] {
  return Object.values(checks).flatMap((how) => (typeof how === 'string' ? [] : [how(config, am)]));
}
