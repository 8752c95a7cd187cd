import type { Intent, Outcome, RecordedResult } from '../change/change-record.ts';
import { kindTraits, type CredentialType } from '../devices/device.ts';
import { goneDevices, hasChanged } from '../change/recorded-effect.ts';
import { effectTraits } from '../policy/effects.ts';

/** The CAEP events that streams transmit, by the last part of their URI. */
export const signalKinds = ['credential-change', 'session-revoked'] as const;
export type SignalKind = (typeof signalKinds)[number];

/** A credential of a person was removed or renamed, or all sessions of the person were ended. */
export type Signal =
  | {
      readonly kind: 'credential-change';
      readonly credentialType: CredentialType;
      readonly changeType: 'delete' | 'update';
      /** The device's name, after a change of its name the new one; null if it is not known. */
      readonly friendlyName: string | null;
    }
  | { readonly kind: 'session-revoked' };

/**
 * Returns the signals of a change, always in the same order: one for each credential that is known
 * to be removed or renamed, then one if sessions were ended. A kind whose outcome is unknown has
 * none, because a signal states a fact.
 */
export function signalsOf(
  intent: Pick<Intent, 'effect' | 'options' | 'dryRun'>,
  { results, sessionsEnding, sessionsEnded }: Outcome,
): Signal[] {
  if (intent.dryRun) return [];
  const changed = results
    .filter((result) => hasChanged(intent.effect, result))
    .flatMap((result) => credentialChanges(intent, result));
  const isEnded = sessionsEnding === 'ENDED' && sessionsEnded !== 0;
  return [...changed, ...(isEnded ? [{ kind: 'session-revoked' } as const] : [])];
}

function credentialChanges(
  { effect, options }: Pick<Intent, 'effect' | 'options'>,
  result: RecordedResult,
): Signal[] {
  const { credentialType } = kindTraits[result.kind];
  if (credentialType === null) return [];
  const changeType = effectTraits[effect].credentialChange;
  switch (changeType) {
    case 'update': {
      const name = options['name'];
      const friendlyName = typeof name === 'string' ? name : null;
      return [{ kind: 'credential-change', credentialType, changeType, friendlyName }];
    }
    case 'delete':
      return goneNames(result).map((friendlyName) => ({
        kind: 'credential-change',
        credentialType,
        changeType,
        friendlyName,
      }));
    case null:
      return [];
  }
}

/** The names of the removed devices; one null if the list before could not be read. */
function goneNames({ before = null, after }: RecordedResult): (string | null)[] {
  if (before === null) return [null];
  return goneDevices(before, after ?? []).map(({ name }) => name);
}
