import { useRef } from 'react';
import { RemoveDeviceDocument, ResetDevicesDocument } from '@identity-gateway/client';
import type { RemoveDeviceMutation, ResetDevicesMutation } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { newKey } from '../data/new-key.ts';
import { useViewer } from '../data/session.tsx';
import { useChange } from '../data/use-change.ts';
import type { Sent } from '../data/use-change.ts';
import type { Device, Kind } from '../parts/device.ts';
import { inputOf } from './call.ts';
import type { Call } from './call.ts';
import { outcomeOfRemoval, outcomeOfReset, outcomeOfSilence } from './outcome.ts';
import type { Asked, Outcome } from './outcome.ts';
import { devicesOf, pickedDevices } from './person.ts';
import type { Person, Pick } from './person.ts';

const resetPayload = (data: ResetDevicesMutation): ResetDevicesMutation['resetDevices'] =>
  data.resetDevices;
const removePayload = (data: RemoveDeviceMutation): RemoveDeviceMutation['removeDevice'] =>
  data.removeDevice;

/** What is to be done for a person. */
export interface Removal {
  readonly person: Person;
  readonly pick: Pick;
  readonly call: Call;
}

/** What a try or the removal itself leads to. */
export type Answer =
  | { readonly next: 'outcome'; readonly outcome: Outcome }
  /** Other devices are there than the agent has seen: nothing was changed. */
  | { readonly next: 'lookAgain' }
  | { readonly next: 'signIn' }
  | { readonly next: 'refused'; readonly failure: Failure };

/** What a try has found. */
export type Tried =
  | { readonly next: 'confirm'; readonly at: Date; readonly goes: readonly Device[] }
  | Exclude<Answer, { readonly next: 'outcome' }>;

/** Tries out and removes. Each question has a key of its own, so that it is carried out once, however often it is sent. */
export function useDeskRemoval(): {
  readonly busy: boolean;
  /** A dry run: the gateway's own code up to the write. One device alone is looked up in the list that was read. */
  tryOut(removal: Removal): Promise<Tried | null>;
  send(removal: Removal): Promise<Answer | null>;
} {
  const { caller } = useViewer();
  const reset = useChange(ResetDevicesDocument, resetPayload);
  const remove = useChange(RemoveDeviceDocument, removePayload);
  const key = useRef(newKey());
  const commonOf = ({ person, call }: Removal) => ({
    target: { user: { id: person.id } },
    ...inputOf(call, caller, new Date()),
  });
  const resetInput = (removal: Removal, kinds: readonly Kind[]) => ({
    ...commonOf(removal),
    kinds: [...kinds],
    expectedDeviceIds: pickedDevices(removal.person, removal.pick).map(({ id }) => id),
  });

  const tryOut = async (removal: Removal): Promise<Tried | null> => {
    key.current = newKey();
    const { person, pick } = removal;
    const goes = pickedDevices(person, pick);
    if (pick.what === 'device') return { next: 'confirm', at: new Date(), goes };
    const sent = await reset.send({ input: { ...resetInput(removal, pick.kinds), dryRun: true } });
    if (sent === null) return null;
    // Nothing can have been changed by a try, whatever became of it.
    if (sent.status !== 'answered') return refused(sent.failure);
    const obstacle = obstacleOf(errorsOf(sent.payload));
    if (obstacle !== null) return obstacle;
    const ids = sent.payload.results.flatMap(({ removedDevices }) =>
      removedDevices.map(({ id }) => id),
    );
    return { next: 'confirm', at: new Date(), goes: goes.filter(({ id }) => ids.includes(id)) };
  };

  const send = async (removal: Removal): Promise<Answer | null> => {
    const { person, pick, call } = removal;
    const asked: Asked = {
      targets: pickedDevices(person, pick),
      all: devicesOf(person),
      sentAt: new Date(),
      call,
    };
    const idempotencyKey = key.current;
    if (pick.what === 'device') {
      const sent = await remove.send({
        input: { ...commonOf(removal), deviceId: pick.deviceId, idempotencyKey },
      });
      return sent && answerOf(asked, sent, ({ errors }) => errors, outcomeOfRemoval);
    }
    const sent = await reset.send({
      input: { ...resetInput(removal, pick.kinds), idempotencyKey },
    });
    return sent && answerOf(asked, sent, errorsOf, outcomeOfReset);
  };
  return { busy: reset.busy || remove.busy, tryOut, send };
}

interface ChangeErrorName {
  readonly __typename: string;
}

function errorsOf({
  errors,
  results,
}: NonNullable<ResetDevicesMutation['resetDevices']>): readonly ChangeErrorName[] {
  return [...errors, ...results.flatMap((result) => result.errors)];
}

function answerOf<Payload>(
  asked: Asked,
  sent: Sent<Payload>,
  errors: (payload: Payload) => readonly ChangeErrorName[],
  outcome: (asked: Asked, payload: Payload) => Outcome,
): Answer {
  if (sent.status === 'lost') {
    return { next: 'outcome', outcome: outcomeOfSilence(asked, sent.failure.reference) };
  }
  if (sent.status === 'refused') return refused(sent.failure);
  return (
    obstacleOf(errors(sent.payload)) ?? { next: 'outcome', outcome: outcome(asked, sent.payload) }
  );
}

function refused(failure: Failure): Exclude<Answer, { readonly next: 'outcome' }> {
  return failure.code === 'STEP_UP_REQUIRED' ? { next: 'signIn' } : { next: 'refused', failure };
}

/** What keeps the whole from being done, where nothing was changed. */
function obstacleOf(
  errors: readonly ChangeErrorName[],
): Exclude<Answer, { readonly next: 'outcome' }> | null {
  const has = (name: string): boolean => errors.some(({ __typename }) => __typename === name);
  if (has('StepUpRequired')) return { next: 'signIn' };
  if (has('DevicesChanged') || has('UserNotFound') || has('DeviceNotFound')) {
    return { next: 'lookAgain' };
  }
  return null;
}
