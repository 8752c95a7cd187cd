import { removedByRecord } from '../../changes/compare-lists.ts';
import { sessionsEndedBy } from '../../changes/end-sessions.ts';
import type {
  ChangeReport,
  Intent,
  RecordedActor,
  RecordedChange,
  RecordedPerson,
} from '../../domain/change-record.ts';
import type { DeviceOwner } from '../../domain/global-id.ts';
import { removedDevices } from '../change/removed-device.ts';
import type { RequestContext } from '../request/context.ts';
import type { DeviceRenaming } from './device-renaming.type.ts';

/** The person of a record, as ids of their devices name them. The realm is a served one. */
export function recordedOwner(
  { settings: { realms } }: RequestContext,
  { realm, id }: Pick<RecordedPerson, 'realm' | 'id'>,
): DeviceOwner {
  return { realm: realms.byName(realm) ?? realms.default, id };
}

/** A recorded change as the schema shows it; nothing is read from AM. */
export function shownChange(change: RecordedChange, owner: DeviceOwner): object {
  const { id, at, intent, outcome, refusal, overrode, report } = change;
  const { actor, target, dryRun, approval = null, ...rest } = intent;
  const removed = (outcome?.results ?? []).flatMap((result) => removedByRecord(change, result));
  return {
    ...rest,
    isDryRun: dryRun,
    id,
    at: new Date(at),
    outcome: outcome?.outcome ?? null,
    refusal,
    ...sessionsEndedBy(change),
    verification: shownVerification(rest.verification),
    actor: shownActor(actor),
    approval: approval && {
      requestedAt: new Date(approval.requestedAt),
      requestedBy: shownActor(actor),
      approvedBy: shownActor(approval.by),
      note: approval.note,
    },
    personAmId: target.id,
    realm: target.realm,
    removedDevices: removedDevices(owner, removed),
    registeredAgainAt: change.registration && new Date(change.registration.at),
    renaming: renamingOf(intent),
    isOverride: overrode.length > 0,
    report: report && shownReport(report),
  };
}

/** How the person was verified, as the schema shows it. */
export function shownVerification(verification: Intent['verification']): object | null {
  if (verification === null) return null;
  const { at, provenBy = null } = verification;
  return { ...verification, at: new Date(at), provenBy };
}

export function shownActor(actor: RecordedActor): object {
  return { ...actor, amId: actor.id, credential: actor.method };
}

function shownReport({ at, taken }: ChangeReport): object {
  return {
    at: new Date(at),
    state: taken === null ? 'OPEN' : 'TAKEN',
    takenAt: taken && new Date(taken.at),
    takenBy: taken && shownActor(taken.actor),
  };
}

/** The labels of a rename, by the list before it. The record of a refusal has neither. */
function renamingOf({ effect, options, before }: Intent): DeviceRenaming | null {
  const { deviceId, name } = options;
  if (effect !== 'rename' || typeof name !== 'string') return null;
  const device = before?.find(({ id }) => id === deviceId);
  return { previousName: device?.name ?? null, newName: name };
}
