import type { OpenAm } from '../am/index.ts';
import type { Config } from '../config/load-config.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { VerificationParts } from '../server/verifications.ts';

/** Opens the endpoint for signed proofs; undefined if no product signs any. */
export function openVerifications(
  { verifiers: config, access: { realms }, limits: { bodyBytes: bodyLimit } }: Config,
  {
    ledger: { proofs },
    now,
  }: { readonly ledger: Pick<Ledger, 'proofs'>; readonly now: () => number },
  { service, userIds }: Pick<OpenAm, 'service' | 'userIds'>,
): VerificationParts | undefined {
  if (config === null || proofs === null) return undefined;
  return { ...config, proofs, now, service, realms, userIds, bodyLimit };
}
