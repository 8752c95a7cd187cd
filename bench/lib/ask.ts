/** Single requests to a server under test, and the check that its answers are right. */
import { isDeepStrictEqual } from 'node:util';
import { peopleCount, personId } from './am-bodies.ts';
import { BenchError } from './say.ts';
import { headersOf, requestBody } from './work.ts';
import type { Variant, Work } from './work.ts';

/** A server, and the document that it receives. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly variant: Variant;
}

/** Sends one request. Resolves to the parsed response. */
export async function send({ url, variant }: Target, work: Work, id: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: headersOf(work),
    body: requestBody(work, variant, id),
  });
  return response.json();
}

/**
 * Compares a server's answer for a random person with the expected one; stops the bench otherwise.
 */
export async function verify(target: Target, work: Work): Promise<void> {
  const id = personId(Math.floor(Math.random() * peopleCount));
  const answer = await send(target, work, id);
  // Objects without a prototype are equal to others only after this.
  const data: unknown = JSON.parse(JSON.stringify(dataOf(answer) ?? null));
  if (isDeepStrictEqual(data, work.expected(id))) return;
  throw new BenchError(`${target.name} gave an unexpected answer: ${JSON.stringify(answer)}`);
}

/** The `data` of an answer; undefined if the answer has errors. */
export function dataOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || 'errors' in answer) return undefined;
  return 'data' in answer ? answer.data : undefined;
}
