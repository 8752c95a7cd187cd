import { Directive, Field } from 'type-graphql';
import type { NotLowered } from '../../domain/threat/threat-level.ts';
import { codedError, errorType, type CodedError } from '../change/errors/coded-error.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { ValueType } from '../fields/value-type.ts';
import { RealmThreatLevel } from './threat-level.type.ts';

const codes = {
  SET_BY_COMMAND_LINE:
    'The level was set from the command line, and is lowered only there. It stays.',
  SAME_PERSON: 'Another person than its setter must lower the level. It stays.',
  STEP_UP_REQUIRED: 'A lower level needs a new sign-in with a second factor. The level stays.',
} as const;

const SetRealmThreatLevelError = errorType('SetRealmThreatLevelError', {
  description: 'Why the level in force was not lowered.',
  codes,
});

type NotLoweredError = CodedError<keyof typeof codes>;

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
  errors!: readonly NotLoweredError[];
}

/** Returns the error of a level that was not lowered. */
export function notLowered(why: NotLowered): NotLoweredError {
  return errors[why];
}

const errors = {
  'command line': codedError(
    'SET_BY_COMMAND_LINE',
    'This level was set from the command line. Nothing was changed. Ask an operator to lower it there.',
  ),
  'same person': codedError(
    'SAME_PERSON',
    'You set this level. Nothing was changed. Another administrator or the command line can lower it.',
  ),
  'not fresh': codedError(
    'STEP_UP_REQUIRED',
    'A lower level needs a new sign-in with a second factor. Nothing was changed. Sign in again with it, or use the command line.',
  ),
} as const satisfies Readonly<Record<NotLowered, NotLoweredError>>;
