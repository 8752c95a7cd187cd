import { NotSent, type Deadline } from '../../am/index.ts';
import { Failure, mayBeRecorded } from '../../domain/values/failure.ts';
import type { Ledger } from '../../domain/ledger-ports/ledger.ts';
import { aroundLedger, type LateCall } from '../../domain/ledger-ports/ledger-calls.ts';

/**
 * The ledger as one request uses it: no call of any port keeps the request longer than its
 * deadline. A call that writes goes on.
 */
export function ledgerInTime(ledger: Ledger, deadline: Deadline): Ledger {
  return aroundLedger(ledger, ({ late }, act) => endInTime(act(), late, deadline));
}

async function endInTime(
  call: Promise<unknown>,
  late: LateCall,
  deadline: Deadline,
): Promise<unknown> {
  if (late === 'caller') return call;
  const answer = typeof late === 'object' ? late : null;
  const end = answer?.afterLastLook === true ? deadline.forLastLook() : deadline;
  try {
    return await end.wait(call, 'the ledger');
  } catch (error) {
    if (!(error instanceof Failure && error.cause instanceof NotSent)) throw error;
    if (answer !== null) return answer.answer;
    throw late === 'fails' ? error : perhapsRecorded();
  }
}

/** The request is over, and its step may be recorded nevertheless. */
function perhapsRecorded(): Failure {
  return new Failure(
    'UPSTREAM_TIMEOUT',
    'The request took too long. It may have been recorded nevertheless. Look before you try again.',
    { detail: 'no time is left for the ledger, whose step goes on', facts: mayBeRecorded },
  );
}
