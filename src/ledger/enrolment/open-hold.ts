import type { Intent, Outcome } from '../../domain/change/change-record.ts';
import { mayHaveChangedAny } from '../../domain/change/recorded-effect.ts';
import { heldKinds, removesDevices } from '../../domain/enrolment/enrolment-rule.ts';
import type { SetupCode } from '../../domain/enrolment/setup-code.ts';
import { roleTraits } from '../../domain/people/caller.ts';
import { entryColumn } from '../../store/records/who.ts';
import type { Writing } from '../../store/tables/handles.ts';
import { codeHash, newSetupCode } from './code-hash.ts';
import { kindsOf, openRow, unheldKinds, type EnrolmentParts } from './hold-rows.ts';

interface OpeningChange {
  readonly id: string;
  readonly intent: Intent;
  /** Whether another second factor of the person stays. */
  readonly keepsFactor: boolean;
  readonly now: number;
}

/**
 * Opens the hold of a change, in the transaction that records its intent: no device is removed
 * before the hold is there. Returns the setup code; null without one to show.
 *
 * An own change never opens a hold over another one, so no one gets a code by a password alone.
 */
export async function openHold(
  transaction: Writing,
  { id, intent, keepsFactor, now }: OpeningChange,
  enrolment: EnrolmentParts,
): Promise<SetupCode | null> {
  const { rules, holdMs, key } = enrolment;
  const { target, actor } = intent;
  const { isSelf, isPerson } = roleTraits[actor.role];
  const kinds = heldKinds(rules, intent);
  if (kinds.length === 0 || (isSelf && keepsFactor)) return null;
  const before = await openRow(transaction, target, now);
  const unheld = await unheldKinds(transaction, target, { ...enrolment, now });
  const held = [...(before === undefined ? [] : kindsOf(before)), ...unheld.keys()];
  const stays = before !== undefined || unheld.size > 0;
  if (isSelf && stays) return null;
  if (before !== undefined)
    await transaction
      .updateTable('enrolment_hold')
      .set({ ended: 'REPLACED', ended_at: now })
      .where('id', '=', before.id)
      .execute();
  const code = isPerson ? newSetupCode() : null;
  const row = {
    id,
    realm: target.realm,
    person: target.id,
    person_entry: entryColumn(target.entry),
    kinds: `|${[...new Set([...kinds, ...held])].join('|')}|`,
    opened_at: now,
    until_at: now + holdMs,
    stays: Number(stays),
    code_hash: code && codeHash(key(), { id, code }),
  };
  const unused = { ended: null, ended_at: null, wrong_tries: 0, listed: null, device: null };
  const notAllowed = { allowed_at: null, last_allowed_at: null, allowed_kind: null };
  await transaction
    .insertInto('enrolment_hold')
    .values({ ...row, ...unused, ...notAllowed })
    .execute();
  return code === null ? null : { code, stays };
}

/** Ends the hold of a change that removed nothing, unless it replaced an open one. */
export async function settleHold(
  transaction: Writing,
  {
    id,
    intent,
    outcome,
    at,
  }: {
    readonly id: string;
    readonly intent: Pick<Intent, 'effect' | 'dryRun'>;
    readonly outcome: Outcome;
    readonly at: number;
  },
): Promise<void> {
  if (!removesDevices(intent) || mayHaveChangedAny(intent.effect, outcome)) return;
  await transaction
    .updateTable('enrolment_hold')
    .set({ ended: 'NOT_CHANGED', ended_at: at })
    .where('id', '=', id)
    .where('stays', '=', 0)
    .where('ended', 'is', null)
    .execute();
}
