import { ArgsType, Field, Int } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import { NullableField } from './nullable-field.ts';

/** How long the pages of a list are. */
interface PageRule {
  /** What the list has, in the plural. */
  readonly of: string;
  readonly usual: number;
  readonly most: number;
}

/** Declares the arguments of a list in pages. */
export function pageArguments({ of, usual, most }: PageRule) {
  @ArgsType()
  abstract class PageArguments {
    @Field(() => Int, {
      defaultValue: usual,
      description: `The maximum number of ${of} to return, 1 to ${most}.`,
    })
    first!: number;

    @NullableField(() => String, `Returns the ${of} after this cursor.`)
    after?: string | null;
  }
  return PageArguments;
}

/** @throws Failure BAD_USER_INPUT if a page has no rows, or too many */
export function refuseOddPage(first: number, { of, most }: PageRule): void {
  if (first < 1 || first > most) throw badInput('first', `Request 1 to ${most} ${of}.`);
}
