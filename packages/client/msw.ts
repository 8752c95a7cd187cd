/** The public API of `@identity-gateway/client/msw`: handlers of MSW, so that a front end is tested without a gateway. */
import { http, HttpResponse } from 'msw';
import type { HttpHandler } from 'msw';
import { nameIn } from './client-document.ts';
import type { RawError } from './gateway-error.ts';
import { sampleAnswers } from './sample-answers.ts';
import type { SampleAnswers } from './sample-answers.ts';

export { sampleAnswers };
export type { SampleAnswers };

/** A GraphQL response: data, or errors, or both. */
export interface MockResponse<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly RawError[];
}

/** What to answer in place of the sample, by the name of the operation; a function gets the operation's variables. */
export type MockAnswers = {
  readonly [Name in keyof SampleAnswers]?:
    | MockResponse<SampleAnswers[Name]>
    | ((variables: Readonly<Record<string, unknown>>) => MockResponse<SampleAnswers[Name]>);
};

/** Where the gateway is. */
export interface HandlerOptions {
  /** A URL or a pattern of MSW. Default: the path `/graphql` of any host. */
  readonly url?: string;
}

/**
 * Returns handlers that answer the documented operations, sent by text or by id, with what the sandbox answers
 * about bob. Requests for other operations are left to other handlers.
 */
export function gatewayHandlers(
  answers: MockAnswers = {},
  { url = '*/graphql' }: HandlerOptions = {},
): HttpHandler[] {
  return [
    http.post(url, async ({ request }) => {
      const asked: GraphqlRequest = JSON.parse(await request.clone().text());
      const { query = '', operationName: name = nameIn(query), variables = {} } = asked;
      if (!isDocumented(name)) return undefined;
      const answer = answers[name] ?? { data: sampleAnswers[name] };
      return HttpResponse.json(typeof answer === 'function' ? answer(variables) : answer);
    }),
  ];
}

interface GraphqlRequest {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function isDocumented(name: string | undefined): name is keyof SampleAnswers {
  return name !== undefined && Object.hasOwn(sampleAnswers, name);
}
