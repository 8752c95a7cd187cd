import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../access.ts';
import { RemovedDevice } from '../change/removed-device.type.ts';
import { Cost } from '../cost.ts';
import { DateTime } from '../date-time.ts';
import {
  AuthenticationMethod,
  ChangeEffect,
  DeviceKind,
  RecordedOutcome,
  Role,
  SessionsEnding,
} from '../enums.ts';
import { PageInfo } from '../search/page-info.type.ts';

/** Where a change is recorded. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'The record of a change, by its reference number.',
})
export class ChangeReference {
  @Field(() => ID, { description: 'The reference number, to quote and to ask for by `change`.' })
  id!: string;

  @Field(() => DateTime, { description: 'When it was recorded, before anything was sent.' })
  at!: Date;
}

/** Who made a change, or whom it was made for, as the record names them. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'Who made a change, as it was recorded.' })
export class ChangeActor {
  @Field(() => ID, { description: "Access Management's own id of them." })
  amId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Their realm; null for a super user outside the served realms.',
  })
  realm!: string | null;

  @Field(() => Role, { description: 'The role that the change was permitted by.' })
  role!: Role;

  @Field(() => AuthenticationMethod, { description: 'How they had shown who they are.' })
  method!: AuthenticationMethod;

  @Field(() => String, {
    nullable: true,
    description: 'The OAuth client of the token that they called with; null for a session.',
  })
  clientId!: string | null;
}

/** How staff made sure of a person, as they said. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: 'How staff made sure of a person, as they said.',
})
export class ChangeVerification {
  @Field(() => String, { description: 'The method.' })
  method!: string;

  @Field(() => DateTime, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Where it can be looked up.' })
  reference!: string | null;
}

/** A recorded change. */
@Access('with parent')
@ObjectType({
  simpleResolvers: true,
  description: "A change of a person's devices, as it was recorded.",
})
export class DeviceChange extends ChangeReference {
  @Field(() => ChangeEffect, { description: 'What it does.' })
  effect!: (typeof ChangeEffect)[keyof typeof ChangeEffect];

  @Field(() => [DeviceKind], { description: 'The kinds of device that it was about.' })
  kinds!: readonly DeviceKind[];

  @Field(() => Boolean, { description: 'Whether nothing was to be changed.' })
  dryRun!: boolean;

  @Field(() => RecordedOutcome, {
    nullable: true,
    description: 'How it ended; null while it is under way, and for one that was refused.',
  })
  outcome!: RecordedOutcome | null;

  @Field(() => String, {
    nullable: true,
    description: 'The code of the refusal; null for a change that was let through.',
  })
  refusal!: string | null;

  @Field(() => ChangeActor, { description: 'Who made it.' })
  actor!: ChangeActor;

  @Field(() => ID, { description: "Access Management's own id of the person it was made for." })
  personAmId!: string;

  @Field(() => String, { description: 'The realm of that person.' })
  realm!: string;

  @Cost({ items: 'counted above' })
  @Field(() => [RemovedDevice], { description: 'The devices that it removed.' })
  removedDevices!: readonly RemovedDevice[];

  @Field(() => SessionsEnding, { description: "What became of the person's other sessions." })
  sessionsEnding!: SessionsEnding;

  @Field(() => Int, {
    nullable: true,
    description: 'How many other sessions were ended; null where Access Management did not count.',
  })
  sessionsEnded!: number | null;

  @Field(() => String, { nullable: true, description: 'Why, as the caller gave it.' })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'The ticket, as the caller gave it.' })
  ticket!: string | null;

  @Field(() => ChangeVerification, {
    nullable: true,
    description: 'How the person was made sure of; null where that was not said.',
  })
  verification!: ChangeVerification | null;

  @Field(() => Boolean, { description: 'Whether a limit was passed by a higher role.' })
  isOverride!: boolean;

  @Field(() => String, {
    description:
      "The correlation id of the request, which is Access Management's transaction id, too.",
  })
  correlationId!: string;
}

/** One change of a page. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'One change of a page.' })
export class DeviceChangeEdge {
  @Field(() => DeviceChange, { description: 'The change.' })
  node!: DeviceChange;

  @Field(() => String, { description: 'Give it as `after` to go on from here.' })
  cursor!: string;
}

/** Recorded changes. */
@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'Recorded changes, newest first.' })
export class DeviceChangeConnection {
  @Cost({ items: 'counted above' })
  @Field(() => [DeviceChangeEdge], { description: 'The changes of this page.' })
  edges!: readonly DeviceChangeEdge[];

  @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
  pageInfo!: PageInfo;
}
