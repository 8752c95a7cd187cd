import { useState } from 'react';
import { RenameDeviceDocument } from '@identity-gateway/client';
import type { RenameDeviceInput, RenameDeviceMutation } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { newKey } from '../data/new-key.ts';
import { useChange } from '../data/use-change.ts';
import type { Sent } from '../data/use-change.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** The most characters that a name may have. */
export const longestName = 64;

type Payload = NonNullable<RenameDeviceMutation['renameDevice']>;

const payloadOf = (data: RenameDeviceMutation): Payload | null => data.renameDevice;

/** Why a device has not got its name. */
export type RenameObstacle =
  | { readonly what: 'signIn' }
  /** The name itself. */
  | { readonly what: 'name'; readonly said: MessageKey }
  | { readonly what: 'said'; readonly said: MessageKey }
  | { readonly what: 'refused'; readonly failure: Failure };

/** What became of a renaming. */
export type RenameAnswer =
  | { readonly done: true; readonly name: string; readonly reference: string | null }
  | { readonly done: false; readonly obstacle: RenameObstacle };

/** Whose device gets a name, and what this deployment wants to be told of it. */
export type RenameTerms = Omit<RenameDeviceInput, 'deviceId' | 'name' | 'idempotencyKey'>;

/** Gives one device another name. */
export function useRenaming(deviceId: string): {
  readonly busy: boolean;
  /** Null while an earlier one is under way. */
  send(name: string, terms: RenameTerms): Promise<RenameAnswer | null>;
} {
  const [key, setKey] = useState(newKey);
  const change = useChange(RenameDeviceDocument, payloadOf);
  const send = async (typed: string, terms: RenameTerms): Promise<RenameAnswer | null> => {
    const name = typed.trim();
    if (name === '') return notDone({ what: 'name', said: 'rename.empty' });
    if (name.length > longestName) return notDone({ what: 'name', said: 'rename.tooLong' });
    const input = { ...terms, deviceId, name, idempotencyKey: key };
    const sent = await change.send({ input });
    if (sent === null) return null;
    setKey(newKey());
    if (sent.status === 'answered' && sent.payload.outcome === 'DONE') {
      return { done: true, name, reference: sent.payload.change?.id ?? null };
    }
    return notDone(obstacleOf(sent));
  };
  return { busy: change.busy, send };
}

function notDone(obstacle: RenameObstacle): RenameAnswer {
  return { done: false, obstacle };
}

function obstacleOf(sent: Sent<Payload>): RenameObstacle {
  if (sent.status === 'lost') return { what: 'said', said: 'rename.unknown' };
  if (sent.status === 'refused') {
    const isOld = sent.failure.code === 'STEP_UP_REQUIRED';
    return isOld ? { what: 'signIn' } : { what: 'refused', failure: sent.failure };
  }
  const { errors, outcome } = sent.payload;
  const names = errors.map(({ __typename }) => __typename);
  if (names.includes('StepUpRequired')) return { what: 'signIn' };
  if (names.includes('DeviceNotFound')) return { what: 'said', said: 'rename.gone' };
  return { what: 'said', said: outcome === 'UNKNOWN' ? 'rename.unknown' : 'rename.notDone' };
}
