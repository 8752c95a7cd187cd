import { RemoveDeviceDocument, ResetDevicesDocument } from '@identity-gateway/client';
import type {
  RemoveDeviceInput,
  RemoveDeviceMutation,
  ResetDevicesMutation,
} from '@identity-gateway/client';
import { newKey } from '../data/new-key.ts';
import { useChange } from '../data/use-change.ts';
import type { Device } from '../parts/device.ts';
import {
  answerOfPreview,
  answerOfRemoval,
  answerOfRemovalPreview,
  answerOfReset,
} from './answer.ts';
import type { PreviewAnswer, RemovalAnswer } from './answer.ts';
import type { RemovePayload, ResetPayload, SentRemoval } from './outcome.ts';
import { pendingRemovals } from './pending.ts';
import { selectedDevices } from './selection.ts';
import type { DeviceSelection } from './selection.ts';

/** The user whose devices are removed, and what this deployment requires for it. */
export type RemovalTerms = Omit<RemoveDeviceInput, 'deviceId' | 'kind' | 'idempotencyKey'>;

/** A removal that the reader wants. */
export interface Removal {
  readonly selection: DeviceSelection;
  /** Every device that the page lists. */
  readonly devices: readonly Device[];
  readonly terms: RemovalTerms;
  /** The owner of the pending removal: the reader, and at the help desk the user, too. */
  readonly owner: string;
}

const resetPayload = (data: ResetDevicesMutation): ResetPayload | null => data.resetDevices;
const removePayload = (data: RemoveDeviceMutation): RemovePayload | null => data.removeDevice;

/** Previews and sends removals. Both functions return null while a request is in flight. */
export function useRemoval(): {
  readonly isBusy: boolean;
  /** A dry run: the gateway decides as for the removal, and sends nothing. */
  preview(removal: Removal): Promise<PreviewAnswer | null>;
  /**
   * Sends the removal once. It keeps its idempotency key until its outcome is known, so that a
   * second try after a lost answer is carried out once.
   */
  send(removal: Removal): Promise<RemovalAnswer | null>;
} {
  const reset = useChange(ResetDevicesDocument, resetPayload);
  const remove = useChange(RemoveDeviceDocument, removePayload);

  const preview = async (removal: Removal): Promise<PreviewAnswer | null> => {
    const { selection, devices, terms } = removal;
    const targets = selectedDevices(devices, selection);
    if (selection.what === 'device') {
      const input = { ...terms, deviceId: selection.deviceId, dryRun: true };
      const result = await remove.send({ input });
      return result && answerOfRemovalPreview(targets, result);
    }
    const input = { ...terms, ...kindsInput(selection.kinds, targets), dryRun: true };
    const result = await reset.send({ input });
    return result && answerOfPreview(targets, result);
  };

  const sendOnce = async (removal: Removal): Promise<RemovalAnswer | null> => {
    const { selection, devices, terms } = removal;
    const targets = selectedDevices(devices, selection);
    const sent = { targets, devices, sentAt: new Date(), endSessions: terms.endSessions === true };
    const idempotencyKey = rememberRemoval(removal, sent);
    if (selection.what === 'device') {
      const input = { ...terms, idempotencyKey, deviceId: selection.deviceId };
      const result = await remove.send({ input });
      return result && answerOfRemoval(sent, result);
    }
    const input = { ...terms, idempotencyKey, ...kindsInput(selection.kinds, targets) };
    const result = await reset.send({ input });
    return result && answerOfReset(sent, result);
  };

  const send = async (removal: Removal): Promise<RemovalAnswer | null> => {
    if (reset.isBusy || remove.isBusy) return null;
    const answer = await sendOnce(removal);
    // The page that shows an outcome clears it once the outcome is known.
    if (answer !== null && answer.next !== 'outcome') pendingRemovals.clear();
    return answer;
  };
  return { isBusy: reset.isBusy || remove.isBusy, preview, send };
}

function kindsInput(
  kinds: readonly Device['kind'][],
  targets: readonly Device[],
): { kinds: Device['kind'][]; expectedDeviceIds: string[] } {
  return { kinds: [...kinds], expectedDeviceIds: targets.map(({ id }) => id) };
}

/** Keeps a removal until its outcome is known. Returns its idempotency key. */
function rememberRemoval(
  { selection, terms, owner }: Removal,
  { targets, sentAt, endSessions }: SentRemoval,
): string {
  const input = JSON.stringify({ selection, terms, ids: targets.map(({ id }) => id) });
  const earlier = pendingRemovals.load(owner);
  const idempotencyKey = earlier?.input === input ? earlier.idempotencyKey : newKey();
  const pending = {
    idempotencyKey,
    input,
    targets: targets.map(({ id, kind }) => ({ id, kind })),
    sentAt: sentAt.toISOString(),
    endSessions,
  };
  pendingRemovals.save(pending, owner);
  return idempotencyKey;
}
