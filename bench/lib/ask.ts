/** Single requests to a server under test, and whether its answer is right. */
import { isDeepStrictEqual } from 'node:util';
import { peopleCount, personId } from './am-bodies.ts';
import { Trouble } from './say.ts';
import { headersOf, requestBody } from './work.ts';
import type { Sends, Work } from './work.ts';

/** A server that is asked, and how. */
export interface Asked {
  readonly name: string;
  readonly url: string;
  readonly sends: Sends;
}

/** The answer to one request. */
export async function askOnce({ url, sends }: Asked, work: Work, id: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: headersOf(work),
    body: requestBody(work, sends, id),
  });
  return response.json();
}

/** Ends the bench when a server's answer for a person taken at random is not the right one. */
export async function verify(asked: Asked, work: Work): Promise<void> {
  const id = personId(Math.floor(Math.random() * peopleCount));
  const answer = await askOnce(asked, work, id);
  const data: unknown = JSON.parse(JSON.stringify(dataOf(answer) ?? null), withoutList);
  if (isDeepStrictEqual(data, work.expected(id))) return;
  throw new Trouble(`${asked.name} gives another answer than the rest: ${JSON.stringify(answer)}`);
}

/** Tailcall leaves `email` the list that AM sends; see `rivals/tailcall.graphql`. */
function withoutList(name: string, value: unknown): unknown {
  return name === 'email' && Array.isArray(value) ? value[0] : value;
}

/** The `data` of an answer without errors. */
export function dataOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || 'errors' in answer) return undefined;
  return 'data' in answer ? answer.data : undefined;
}
