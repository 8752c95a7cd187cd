import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { WantedSignIn } from '../../../domain/rules/step-up.ts';
import { DeviceKind } from '../../enums/enums.ts';
import { register } from '../../enums/register-enum.ts';
import { Access } from '../../fields/access.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';

@InterfaceType({
  description:
    'An error that the caller can act on. Its type has a `code`, from a closed set for its mutation.',
})
export abstract class DeviceChangeError {
  @Access('with parent')
  @Field(() => String, { description: 'What went wrong, as a text for the end user.' })
  message!: string;

  @Access('with parent')
  @NullableField(
    () => [String],
    'The path of the input that caused the error. Null if no input did.',
  )
  path!: readonly string[] | null;
}

@ValueType('The sign-in that a change of own devices needs.')
export class GatewayStepUp {
  @Field(() => [DeviceKind], {
    description:
      'Kinds of second factor that are sufficient for the sign-in; a recovery code counts as its device. Empty if no second factor is needed. Also empty if no sign-in with this kind of credential can show one: only the help desk can help then.',
  })
  acceptedKinds!: readonly DeviceKind[];

  @Field(() => [String], {
    description:
      'What to ask the token issuer for (`acr_values`, RFC 9470), any of them. On AIC these are names of journeys. Empty if the deployment names none, and for a session of AM.',
  })
  acrValues!: readonly string[];

  @NullableField(
    () => Int,
    'The maximum age of the sign-in in seconds (`max_age`, RFC 9470). Null if its age is sufficient.',
  )
  maxAgeSeconds!: number | null;
}

/** An error that the caller can act on: a code of its mutation, with a text for people. */
export interface CodedError<Code extends string> {
  readonly code: Code;
  readonly message: string;
  /** The input that caused it, from the root; null if no input did. */
  readonly path: readonly string[] | null;
  /** The sign-in that is needed, for `STEP_UP_REQUIRED` only. */
  readonly stepUp?: WantedSignIn;
}

/** The errors of a mutation: what they are about, and each code with its meaning. */
interface Errors<Code extends string> {
  readonly description: string;
  readonly codes: Readonly<Record<Code, string>>;
}

/** Declares the error type of one or several mutations, with the closed set of its codes. */
export function errorType<Code extends string>(
  name: string,
  { description, codes }: Errors<Code>,
): abstract new () => CodedError<Code> {
  const values = Object.fromEntries(Object.keys(codes).map((code) => [code, code]));
  const about = `The codes of \`${name}\`. New codes may be added, so clients need a default case.`;
  register<string, string>(values, { name: `${name}Code`, description: about, values: codes });

  @ObjectType(name, { implements: DeviceChangeError, simpleResolvers: true, description })
  class MutationError extends DeviceChangeError {
    @Access('with parent')
    @Field(() => values, { description: 'The code, on which clients branch.' })
    code!: Code;
  }
  if ('STEP_UP_REQUIRED' in codes) addStepUp(MutationError.prototype);
  return MutationError;
}

function addStepUp(type: object): void {
  const description = 'The sign-in that is needed. Null unless the code is `STEP_UP_REQUIRED`.';
  NullableField(() => GatewayStepUp, description)(type, 'stepUp');
  Access('with parent')(type, 'stepUp');
}

/** Returns an error; `path` is the input field that it is about, from the root. */
export function codedError<Code extends string>(
  code: Code,
  message: string,
  path: readonly string[] | null = null,
): CodedError<Code> {
  return { code, message, path };
}
