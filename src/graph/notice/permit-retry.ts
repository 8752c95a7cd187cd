import type { GuardedCall } from '../access.ts';
import { permitOnRecord, type StaffGrant } from '../report/permit-report.ts';

/**
 * Returns a recorded change of a person whose history the caller may see as a member of staff. Null
 * if no change has this reference, and for a refused change, about which no mail is sent.
 * @throws Failure the refusal
 */
export async function permitRetry(call: GuardedCall): Promise<StaffGrant | null> {
  const grant = await permitOnRecord(call, 'retryNotice');
  return grant?.change.refusal === null ? grant : null;
}
