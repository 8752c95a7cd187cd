import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '../graph/request/context.ts';
import { maskError } from './mask-errors.ts';

/** The answer of a plan as clients see it; the errors as they were raised go to the log. */
export function present(
  { data, errors }: ExecutionResult,
  { record }: RequestContext,
): FormattedExecutionResult {
  if (errors === undefined) return { data: data ?? null };
  record.raised.push(...errors);
  return { errors: errors.map((error) => maskError(error.toJSON(), error)), data: data ?? null };
}
