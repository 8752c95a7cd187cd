import { Field } from 'type-graphql';
import { DeviceChangeActor } from '../history/types/change-actor.type.ts';
import { Access, type GuardedCall } from '../fields/access.ts';
import { DateTime } from '../fields/date-time.ts';
import { ThreatLevel, ThreatRule } from '../enums/threat-enums.ts';
import { Failure } from '../../domain/values/failure.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { Node } from '../fields/node.type.ts';
import { ValueType } from '../fields/value-type.ts';

@ValueType(
  'How strictly a realm permits changes. The strictest level of the realms that share a directory holds in each of them.',
  { isNode: true },
)
export class RealmThreatLevel extends Node {
  @Field(() => String, { description: 'The realm for which the level was set.' })
  realm!: string;

  @Field(() => ThreatLevel, { description: 'The level in force.' })
  level!: ThreatLevel;

  @NullableField(() => DateTime, 'When the level ends by itself. Null at the normal level.')
  until!: Date | null;

  @Field(() => ThreatRule, { description: 'What the level requires for changes of own devices.' })
  ownChanges!: ThreatRule;

  @Field(() => ThreatRule, {
    description: "What the level requires for changes of other users' devices.",
  })
  staffChanges!: ThreatRule;

  @Access({ effect: 'viewThreatReason', read: readForStaff })
  @NullableField(() => DateTime, 'When the level was set. Null at the normal level.')
  since!: Date | null;

  @Access({ effect: 'viewThreatReason', read: readForStaff })
  @NullableField(() => String, 'Why the level was set. Null at the normal level.')
  reason!: string | null;

  @Access({ effect: 'viewThreatReason', read: readForStaff })
  @NullableField(
    () => DeviceChangeActor,
    'The caller who set the level. Null at the normal level, and if it was set from the command line.',
  )
  setBy!: DeviceChangeActor | null;
}

/** Returns the member of the parent for staff of the requested realm; null for other callers. */
async function readForStaff({ effect, parent, context, info }: GuardedCall): Promise<unknown> {
  try {
    await context.permissions.inRealm(effect, textOf(parent, 'requested'));
    return memberOf(parent, info.fieldName) ?? null;
  } catch (error) {
    if (error instanceof Failure && hidden.has(error.code)) return null;
    throw error;
  }
}

/** Codes of callers who are not staff of the realm, as far as can be known. */
const hidden: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'INSUFFICIENT_SCOPE',
  'SERVICE_CREDENTIAL_MISSING',
]);
