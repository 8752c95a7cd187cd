import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../fields/access.ts';
import { register } from '../../enums/register-enum.ts';
import { DeviceChangeError } from './change-error.type.ts';

/** An error that the caller can act on: a code of its mutation, with a text for people. */
export interface CodedError<Code extends string> {
  readonly code: Code;
  readonly message: string;
  /** The input that caused it, from the root; null if no input did. */
  readonly path: readonly string[] | null;
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
  return MutationError;
}

/** Returns an error; `path` is the input field that it is about, from the root. */
export function codedError<Code extends string>(
  code: Code,
  message: string,
  path: readonly string[] | null = null,
): CodedError<Code> {
  return { code, message, path };
}
