import type { AccessSettings } from '../../domain/access.ts';
import type { Caller } from '../../domain/caller.ts';
import { andThen, type MaybePromise } from '../../domain/maybe-promise.ts';
import { decide, isOwn, isWrite, policy } from '../../domain/policy.ts';
import type { Effect, Target, Verdict } from '../../domain/policy.ts';
import type { WhoCalls } from './who-calls.ts';

/** A verdict, and the caller it is about, with group roles only if the verdict needed them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly caller: Caller;
}

interface JudgeParts {
  readonly caller: WhoCalls;
  readonly settings: AccessSettings;
}

/** Applies the policy; groups are read only if they could change the verdict. */
export function judge(
  parts: JudgeParts,
  caller: Caller,
  { effect, target }: { readonly effect: Effect; readonly target: Target },
): MaybePromise<Judged> {
  const { settings, caller: whoCalls } = parts;
  const verdict = decide(caller, { effect, target }, settings);
  if (caller.kind === 'anonymous') return { verdict, caller };
  const isOwnByName = isWrite(effect) && target.named && isOwn(caller, target);
  if (verdict.allowed && !isOwnByName) return { verdict, caller };
  if (!verdict.allowed) return judgeWithGroups(parts, effect, target);
  return andThen(whoCalls.withGroupsIfReadable({ auditors: false }), (staff) => ({
    verdict: decide(staff, { effect, target }, settings),
    caller: staff,
  }));
}

/** Reads the groups of auditors if no other role permits the effect, and for every whole realm. */
async function judgeWithGroups(
  { caller: whoCalls, settings }: JudgeParts,
  effect: Effect,
  target: Target,
): Promise<Judged> {
  const judged = async (auditors: boolean): Promise<Judged> => {
    const caller = await whoCalls.withGroups({ auditors });
    return { verdict: decide(caller, { effect, target }, settings), caller };
  };
  if (policy[effect].AUDITOR === undefined) return judged(false);
  const first = target.id === null ? null : await judged(false);
  return first?.verdict.allowed === true ? first : judged(true);
}
