import { removedByRecord } from '../../changes/lists/compare-lists.ts';
import { sessionsEndedBy } from '../../changes/end-sessions.ts';
import type {
  ChangeReport,
  Intent,
  RecordedActor,
  RecordedChange,
  RecordedPerson,
  RecordedDevice,
} from '../../domain/change/change-record.ts';
import { roleTraits, type Role } from '../../domain/people/caller.ts';
import { effectTraits } from '../../domain/policy/effects.ts';
import { seesStaffNotes } from '../../domain/policy/policy.ts';
import { type DeviceOwner, globalIdsIn, globalRecordId } from '../../domain/devices/global-id.ts';
import type { RequestContext } from '../request/context.ts';
import type { DeviceKind } from '../../domain/devices/device.ts';

/** The person of a record, as ids of their devices name them. The realm is a served one. */
export function recordedOwner(
  { settings: { realms } }: RequestContext,
  { realm, id }: Pick<RecordedPerson, 'realm' | 'id'>,
): DeviceOwner {
  return { realm: realms.byName(realm) ?? realms.default, id };
}

/** What a caller sees of a recorded change. */
type View = 'with staff notes' | 'without staff notes';

/** What the caller sees of a change, by the role that lets them see it (`viewStaffNotes`). */
function viewOf(role: Role): View {
  return seesStaffNotes(role) ? 'with staff notes' : 'without staff notes';
}

/** A recorded change as a caller sees it by their role. */
export function shownTo(context: RequestContext, change: RecordedChange, role: Role): object {
  return shownChange(change, recordedOwner(context, change.intent.target), viewOf(role));
}

/** What is hidden of a change that staff have made. */
const noNotes = { reason: null, ticket: null, verification: null };

/** A recorded change as the schema shows it; nothing is read from AM. */
export function shownChange(change: RecordedChange, owner: DeviceOwner, view: View): object {
  const { id, at, intent, outcome, settled, refusal, overrode, report } = change;
  const { actor, dryRun, approval = null, ...rest } = intent;
  const removed = (outcome?.results ?? []).flatMap((result) => removedByRecord(change, result));
  return {
    ...rest,
    isDryRun: dryRun,
    id: () => globalRecordId('DeviceChange', id),
    reference: id,
    at: new Date(at),
    outcome: outcome?.outcome ?? null,
    settledAt: settled && new Date(settled.at),
    refusal,
    ...sessionsEndedBy(change),
    verification: shownVerification(rest.verification),
    ...(isSeen(actor, view) ? {} : noNotes),
    actor: actorIn(view, actor),
    approval: approval && {
      requestedAt: new Date(approval.requestedAt),
      requestedBy: actorIn(view, actor),
      approvedBy: actorIn(view, approval.by),
      note: view === 'with staff notes' ? approval.note : null,
    },
    personAmId: rest.target.id,
    realm: rest.target.realm,
    removedDevices: removedDevices(owner, removed),
    ...renamingOf(intent),
    isOverride: overrode.length > 0,
    report: report && shownReport(report, view),
  };
}

/** How the person was verified, as the schema shows it. */
export function shownVerification(verification: Intent['verification']): object | null {
  if (verification === null) return null;
  const { at, provenBy = null } = verification;
  return { ...verification, at: new Date(at), provenBy };
}

/** A caller as the schema shows them. Those of campaigns may lack what was not recorded. */
export function shownActor(
  actor: Pick<RecordedActor, 'id' | 'realm'> & Partial<RecordedActor>,
): object {
  return { ...actor, area: actor.area ?? null, amId: actor.id, credential: actor.method };
}

/** An actor; without name, area and client if the caller does not see who of the staff it is. */
function actorIn(view: View, actor: RecordedActor): object {
  const shown = shownActor(actor);
  return isSeen(actor, view) ? shown : { ...shown, amId: null, area: null, clientId: null };
}

/** Whether the caller sees who acted, and why. People always see it of themselves. */
function isSeen({ role }: RecordedActor, view: View): boolean {
  return view === 'with staff notes' || roleTraits[role].isSelf;
}

function shownReport({ at, taken }: ChangeReport, view: View): object {
  return {
    at: new Date(at),
    state: taken === null ? 'OPEN' : 'TAKEN',
    takenAt: taken && new Date(taken.at),
    takenBy: taken && actorIn(view, taken.actor),
  };
}

/** The labels of a rename, by the list before it. The record of a refusal has neither. */
function renamingOf({ effect, options, before }: Intent): object {
  const { deviceId, name } = options;
  if (!effectTraits[effect].renames || typeof name !== 'string') return {};
  const device = before?.find(({ id }) => id === deviceId);
  return { previousName: device?.name ?? null, newName: name };
}

/** The source value of a removed device. */
export interface RemovedDeviceFacts {
  readonly deviceId: () => string;
  readonly amId: string | null;
  readonly kind: DeviceKind;
  readonly name: string | null;
  readonly registeredAt: Date | null;
}

/** The devices of a record as payloads and history show them. */
export function removedDevices(
  owner: DeviceOwner,
  devices: readonly RecordedDevice[],
): RemovedDeviceFacts[] {
  const idOf = globalIdsIn(owner, devices);
  return devices.map((device) => {
    const { id: amId, kind, name, registeredAt } = device;
    const at = registeredAt === null ? null : new Date(registeredAt);
    return { deviceId: () => idOf(device), amId, kind, name, registeredAt: at };
  });
}
