import { createUnionType, Directive, Field } from 'type-graphql';
import type { NotLowered } from '../../domain/threat/threat-level.ts';
import { DeviceChangeError, ErrorType, userError } from '../change/errors/change-error.type.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { RealmThreatLevel } from './threat-level.type.ts';

@ErrorType('The level was set from the command line, and is lowered only there. It stays.')
export class RealmThreatLevelOfCommandLine extends DeviceChangeError {}

@ErrorType('Another person than its setter must lower the level. It stays.')
export class RealmThreatLevelPersonConflict extends DeviceChangeError {}

@ErrorType('A lower level needs a new sign-in with a second factor. The level stays.')
export class RealmThreatLevelStepUpRequired extends DeviceChangeError {}

const SetRealmThreatLevelError = createUnionType({
  name: 'SetRealmThreatLevelError',
  description: 'Why the level in force was not lowered.',
  types: () =>
    [
      RealmThreatLevelOfCommandLine,
      RealmThreatLevelPersonConflict,
      RealmThreatLevelStepUpRequired,
    ] as const,
});

@Directive('@tag(name: "staff")')
@ValueType('The result of setting a threat level.')
export class SetRealmThreatLevelPayload {
  @NullableField(
    () => RealmThreatLevel,
    'The level in force now. That of another realm with the same directory may be stricter.',
  )
  threatLevel!: object | null;

  @Field(() => [SetRealmThreatLevelError], {
    description: 'Why the level was not lowered. Empty on success.',
  })
  errors!: readonly (typeof SetRealmThreatLevelError)[];
}

/** Returns the error of a level that was not lowered. */
export function notLowered(why: NotLowered): DeviceChangeError {
  const { type, message } = errors[why];
  return userError(type, message);
}

const errors = {
  'command line': {
    type: RealmThreatLevelOfCommandLine,
    message:
      'This level was set from the command line. Nothing was changed. Ask an operator to lower it there.',
  },
  'same person': {
    type: RealmThreatLevelPersonConflict,
    message:
      'You set this level. Nothing was changed. Another administrator or the command line can lower it.',
  },
  'not fresh': {
    type: RealmThreatLevelStepUpRequired,
    message:
      'A lower level needs a new sign-in with a second factor. Nothing was changed. Sign in again with it, or use the command line.',
  },
} satisfies Readonly<Record<NotLowered, { type: new () => DeviceChangeError; message: string }>>;
