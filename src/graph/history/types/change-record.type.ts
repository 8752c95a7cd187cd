import { Directive, Field, ID, Int } from 'type-graphql';
import { RemovedDevice } from './removed-device.type.ts';
import { Cost } from '../../fields/cost.ts';
import { DateTime } from '../../fields/date-time.ts';
import { GatewayErrorCode } from '../../enums/error-code.ts';
import {
  ChangeEffect,
  DeviceKind,
  DeviceChangeOutcome,
  SessionsEnding,
} from '../../enums/enums.ts';
import { DeviceChangeActor } from './change-actor.type.ts';
import { DeviceChangeVerification } from './verification.type.ts';
import { Node } from '../../fields/node.type.ts';
import { PageInfo } from '../../fields/page-info.type.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';
import { ReportState } from '../../../domain/change/change-report.ts';
import { register } from '../../enums/register-enum.ts';

register(ReportState, {
  name: 'DeviceChangeReportState',
  description: 'Whether staff take care of a report.',
  values: {
    OPEN: 'No one has taken the report.',
    TAKEN: 'A member of staff has taken the report.',
  },
});

@ValueType('A report of a user that they do not recognise a change of their devices.')
export class DeviceChangeReport {
  @Field(() => DateTime, { description: 'When the user reported the change.' })
  at!: Date;

  @Directive('@tag(name: "detail")')
  @Field(() => ReportState, { description: 'Whether staff take care of the report.' })
  state!: ReportState;

  @NullableField(() => DateTime, 'When a member of staff took the report. Null while it is open.')
  takenAt!: Date | null;

  @NullableField(() => DeviceChangeActor, 'Who took the report. Null while it is open.')
  takenBy!: DeviceChangeActor | null;
}

@ValueType('How a second person approved a change.')
export class DeviceChangeApproval {
  @Field(() => DateTime, { description: 'When the change was requested.' })
  requestedAt!: Date;

  @Field(() => DeviceChangeActor, { description: 'The caller who requested the change.' })
  requestedBy!: DeviceChangeActor;

  @Field(() => DeviceChangeActor, { description: 'The second person, who approved it.' })
  approvedBy!: DeviceChangeActor;

  @NullableField(
    () => String,
    'The note of the second person, which staff and auditors can read. Null if they gave none.',
  )
  note!: string | null;
}

@ValueType("The record of a change to a user's devices or sessions.", { isNode: true })
export class DeviceChange extends Node {
  @Field(() => ID, {
    description:
      'The reference number. Users can quote it, and `deviceChange` finds the change by it.',
  })
  reference!: string;

  @Field(() => DateTime, {
    description: 'When the change was recorded, before anything was sent to AM.',
  })
  at!: Date;

  @Field(() => ChangeEffect, { description: 'What the change does to devices or sessions.' })
  effect!: (typeof ChangeEffect)[keyof typeof ChangeEffect];

  @Field(() => [DeviceKind], {
    description: 'The kinds of device that the change affects. Empty if it ends sessions only.',
  })
  kinds!: readonly DeviceKind[];

  @Field(() => Boolean, { description: 'Whether the change was a dry run, which changes nothing.' })
  isDryRun!: boolean;

  @NullableField(
    () => DeviceChangeOutcome,
    'The outcome. Null while the change is in progress, and for a refused change.',
  )
  outcome!: DeviceChangeOutcome | null;

  @NullableField(
    () => DateTime,
    "When AM's device lists showed that a change is done whose outcome was unknown. Null for other changes.",
  )
  settledAt!: Date | null;

  @Directive('@tag(name: "detail")')
  @NullableField(
    () => GatewayErrorCode,
    'The error code of the refusal. Null if the change was not refused.',
  )
  refusal!: GatewayErrorCode | null;

  @Field(() => DeviceChangeActor, { description: 'The caller who made the change.' })
  actor!: DeviceChangeActor;

  @Field(() => ID, { description: "AM's own id of the user whose devices the change affects." })
  personAmId!: string;

  @Field(() => String, { description: 'The name of the realm in which the change was made.' })
  realm!: string;

  @Cost({ items: 'counted above' })
  @Field(() => [RemovedDevice], { description: 'The devices that the change removed.' })
  removedDevices!: readonly RemovedDevice[];

  @NullableField(
    () => String,
    'The label of a renamed device before the change. Null if it had none, or if it is not recorded.',
  )
  previousName!: string | null;

  @NullableField(() => String, 'The label that a renaming requested. Null for other changes.')
  newName!: string | null;

  @Field(() => SessionsEnding, { description: "What happened to the user's other sessions." })
  sessionsEnding!: SessionsEnding;

  @NullableField(() => Int, 'How many other sessions ended. Null if none were counted.')
  sessionsEnded!: number | null;

  @NullableField(
    () => String,
    'The reason that the caller gave. Staff and auditors can read it; the user only if it is their own. Null if the reader may not see it, or if the caller gave none.',
  )
  reason!: string | null;

  @NullableField(
    () => String,
    'The ticket that the caller gave. Staff and auditors can read it; the user only if it is their own. Null if the reader may not see it, or if the caller gave none.',
  )
  ticket!: string | null;

  @Directive('@tag(name: "detail")')
  @NullableField(
    () => DeviceChangeVerification,
    "How staff verified the user's identity, which staff and auditors can read. Null if it was not stated.",
  )
  verification!: DeviceChangeVerification | null;

  @Directive('@tag(name: "detail")')
  @NullableField(
    () => DeviceChangeApproval,
    "The second person's approval. Null if the caller made the change alone.",
  )
  approval!: DeviceChangeApproval | null;

  @Field(() => Boolean, { description: 'Whether the caller overrode a limit.' })
  isOverride!: boolean;

  @NullableField(
    () => DeviceChangeReport,
    'The report of the user that they do not recognise the change. Null without a report.',
  )
  report!: DeviceChangeReport | null;

  @Field(() => String, {
    description: "The correlation id of the request. AM's audit log has it as the transaction id.",
  })
  correlationId!: string;
}

@ValueType('A recorded change with its cursor.')
export class DeviceChangeEdge {
  @Field(() => DeviceChange, { description: 'The recorded change.' })
  node!: DeviceChange;

  @Field(() => String, { description: 'The cursor to pass as `after` for the next page.' })
  cursor!: string;
}

@ValueType('A page of recorded changes, newest first.')
export class DeviceChangeConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [DeviceChangeEdge], {
    description: 'The changes on this page, each with its cursor.',
  })
  edges!: readonly DeviceChangeEdge[];

  @Cost({ items: 'counted above' })
  @Field(() => [DeviceChange], { description: 'The changes on this page.' })
  nodes!: readonly DeviceChange[];

  @Field(() => Int, {
    description:
      'How many more changes this page has that this version of the gateway cannot read. Either a newer version wrote them, or they were altered.',
  })
  unreadable!: number;

  @Field(() => PageInfo, {
    description: 'The cursors of this page, and whether more pages follow.',
  })
  pageInfo!: PageInfo;
}
