import { RenameDeviceDocument } from '@identity-gateway/client';
import type {
  DeviceChangeOutcome,
  RenameDeviceInput,
  RenameDeviceMutation,
} from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { newKey } from '../data/new-key.ts';
import { useChange } from '../data/use-change.ts';
import type { ChangeResult } from '../data/use-change.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** The maximum length of a name in characters. */
export const maxNameLength = 64;

type Payload = NonNullable<RenameDeviceMutation['renameDevice']>;

const payloadOf = (data: RenameDeviceMutation): Payload | null => data.renameDevice;

/** Why a device was not renamed. */
export type RenameObstacle =
  | { readonly what: 'signIn' }
  /** The name is invalid. */
  | { readonly what: 'name'; readonly message: MessageKey }
  | { readonly what: 'message'; readonly message: MessageKey }
  | { readonly what: 'refused'; readonly failure: Failure };

/** The result of a renaming. */
export type RenameAnswer =
  | { readonly isDone: true; readonly name: string; readonly reference: string | null }
  | { readonly isDone: false; readonly obstacle: RenameObstacle };

/** The user whose device is renamed, and what this deployment requires for it. */
export type RenameTerms = Omit<RenameDeviceInput, 'deviceId' | 'name' | 'idempotencyKey'>;

/** Renames one device. */
export function useRenaming(deviceId: string): {
  readonly isBusy: boolean;
  /** Returns null while another renaming is in flight. */
  send(name: string, terms: RenameTerms): Promise<RenameAnswer | null>;
} {
  const change = useChange(RenameDeviceDocument, payloadOf);
  const send = async (typed: string, terms: RenameTerms): Promise<RenameAnswer | null> => {
    const name = typed.trim();
    if (name === '') return notDone({ what: 'name', message: 'rename.empty' });
    if (name.length > maxNameLength) return notDone({ what: 'name', message: 'rename.tooLong' });
    const input = { ...terms, deviceId, name, idempotencyKey: newKey() };
    const result = await change.send({ input });
    if (result === null) return null;
    if (result.status === 'answered' && result.payload.outcome === 'DONE') {
      return { isDone: true, name, reference: result.payload.change?.reference ?? null };
    }
    return notDone(obstacleOf(result));
  };
  return { isBusy: change.isBusy, send };
}

function notDone(obstacle: RenameObstacle): RenameAnswer {
  return { isDone: false, obstacle };
}

function obstacleOf(result: ChangeResult<Payload>): RenameObstacle {
  if (result.status === 'lost') return { what: 'message', message: 'rename.unknown' };
  if (result.status === 'refused') {
    const isStepUp = result.failure.code === 'STEP_UP_REQUIRED';
    return isStepUp ? { what: 'signIn' } : { what: 'refused', failure: result.failure };
  }
  const { errors, outcome } = result.payload;
  const [obstacle] = errors
    .map(({ code: name }) => (Object.hasOwn(obstacles, name) ? obstacles[name] : null))
    .filter((found) => found !== null);
  return obstacle ?? { what: 'message', message: outcomeMessages[outcome] };
}

/** Errors that the reader can act on; null for errors that the outcome already explains. */
const obstacles = {
  STEP_UP_REQUIRED: { what: 'signIn' },
  DEVICE_NOT_FOUND: { what: 'message', message: 'rename.gone' },
  USER_NOT_FOUND: { what: 'message', message: 'rename.gone' },
  IDEMPOTENCY_KEY_REUSED: { what: 'message', message: 'failure.keyReused' },
  NOT_DONE: null,
  OUTCOME_UNKNOWN: null,
  REFUSED_BY_AM: null,
  NOT_SUPPORTED: null,
} as const satisfies Record<Payload['errors'][number]['code'], RenameObstacle | null>;

const outcomeMessages = {
  // `send` returns before this for a renaming that is done.
  DONE: 'rename.notDone',
  CONFIRMED: 'rename.notDone',
  NOTHING_TO_RESET: 'rename.notDone',
  SETUP_CODE_MADE: 'rename.notDone',
  WOULD_REMOVE: 'rename.notDone',
  NOT_DONE: 'rename.notDone',
  UNKNOWN: 'rename.unknown',
} as const satisfies Record<DeviceChangeOutcome, MessageKey>;
