import { ID } from 'type-graphql';
import { NullableField } from '../fields/nullable-field.ts';
import { OneOfInput } from '../fields/input.ts';

@OneOfInput('What finds a recorded change.')
export class DeviceChangeLookup {
  @NullableField(
    () => ID,
    'The reference number. Lower case, missing dashes and similar letters are accepted.',
  )
  reference?: string | null;

  @NullableField(
    () => String,
    'The key of a change that the caller made in the last 24 hours, for a client that has lost the answer. Dry runs have none.',
  )
  idempotencyKey?: string | null;
}
