import type { Intent, Outcome, RecordedResult } from './change-record.ts';
import type { DeviceKind } from './device.ts';
import { goneDevices, hasChanged } from './recorded-effect.ts';

/** The CAEP events that streams transmit, by the last part of their URI. */
export const signalKinds = ['credential-change', 'session-revoked'] as const;
export type SignalKind = (typeof signalKinds)[number];

/** The types of credential of CAEP 1.0 §3.3.1 that devices have. */
export type CredentialType = 'app' | 'fido2-roaming';

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
 * AM's records do not tell a security key from a passkey of the platform. Null for what is no
 * credential: a profile describes a device, and a trusted browser only skips a step.
 */
const credentialTypes: Readonly<Record<DeviceKind, CredentialType | null>> = {
  OATH: 'app',
  PUSH: 'app',
  WEB_AUTHN: 'fido2-roaming',
  BOUND: 'app',
  PROFILE: null,
  TRUSTED: null,
};

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
  const credentialType = credentialTypes[result.kind];
  if (credentialType === null) return [];
  switch (effect) {
    case 'rename': {
      const name = options['name'];
      const friendlyName = typeof name === 'string' ? name : null;
      return [{ kind: 'credential-change', credentialType, changeType: 'update', friendlyName }];
    }
    case 'reset':
    case 'remove':
      return goneNames(result).map((friendlyName) => ({
        kind: 'credential-change',
        credentialType,
        changeType: 'delete',
        friendlyName,
      }));
    // It changes no device.
    case 'endSessions':
      return [];
    default:
      return effect satisfies never;
  }
}

/** The names of the removed devices; one null if the list before could not be read. */
function goneNames({ before = null, after }: RecordedResult): (string | null)[] {
  if (before === null) return [null];
  return goneDevices(before, after ?? []).map(({ name }) => name);
}
