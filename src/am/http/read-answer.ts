import type { Failure } from '../../domain/failure.ts';
import type { Answer } from './call.ts';
import { brokenContract, failureOf } from './errors.ts';
import { WireError } from '../json/wire.ts';

/**
 * Reads a good answer.
 * @throws Failure that `problemOf` makes of any status but 200; UPSTREAM_CONTRACT when the reader rejects the body
 */
export function readAnswer<T>(
  answer: Answer,
  reader: (json: unknown) => T,
  problemOf: (answer: Answer) => Failure = failureOf,
): T {
  if (answer.status !== 200) throw problemOf(answer);
  try {
    return reader(answer.json);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw brokenContract(`${answer.template}: ${error.message}`, error);
  }
}
