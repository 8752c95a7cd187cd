import type { OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { ledgerInTime } from '../../changes/request/ledger-in-time.ts';
import type { VerificationParts } from '../../server/verifications.ts';

/** Opens the endpoint for signed proofs; undefined if no product signs any. */
export function openVerifications(
  { verifiers: config, access: { realms }, limits: { bodyBytes: bodyLimit } }: Config,
  { ledger, now }: { readonly ledger: Ledger; readonly now: () => number },
  { service, userIds }: Pick<OpenAm, 'service' | 'userIds'>,
): VerificationParts | undefined {
  if (config === null) return undefined;
  const proofs: VerificationParts['proofs'] = (deadline) => ledgerInTime(ledger, deadline).proofs;
  return { ...config, proofs, now, service, realms, userIds, bodyLimit };
}
