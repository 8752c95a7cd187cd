/** `@identity-gateway/client/msw`: MSW handlers to test a front end without a gateway. */
import { http, HttpResponse } from 'msw';
import type { HttpHandler } from 'msw';
import { nameIn } from './client-document.ts';
import type { RawError } from './gateway-error.ts';
import { sampleAnswers } from './sample-answers.ts';
import type { SampleAnswers } from './sample-answers.ts';
import { createSampleGateway } from './sample-gateway.ts';
import type { SampleVariables } from './sample-input.ts';

export { sampleAnswers };
export type { SampleAnswers };

/** A GraphQL response: data, or errors, or both. */
export interface MockResponse<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly RawError[];
}

/** Responses that replace the samples, by operation name. A function receives the variables. */
export type MockAnswers = {
  readonly [Name in keyof SampleAnswers]?:
    | MockResponse<SampleAnswers[Name]>
    | ((variables: Readonly<Record<string, unknown>>) => MockResponse<SampleAnswers[Name]>);
};

/** The address of the gateway. */
export interface HandlerOptions {
  /** A URL or an MSW pattern. Default: the path `/graphql` of any host. */
  readonly url?: string;
}

/**
 * Returns handlers for the documented operations, sent by text or by id. They respond as the
 * sandbox does for its user bob, by the variables, and keep changes: after a reset, the lists are
 * empty and the history has a change. Other people are not found. Each call starts with all
 * devices: `server.resetHandlers(...gatewayHandlers())` before each test. Requests for other
 * operations are left to other handlers.
 */
export function gatewayHandlers(
  answers: MockAnswers = {},
  { url = '*/graphql' }: HandlerOptions = {},
): HttpHandler[] {
  const answerOf = createSampleGateway();
  return [
    http.post(url, async ({ request }) => {
      const body: GraphqlRequest = JSON.parse(await request.clone().text());
      const { query = '', operationName: name = nameIn(query), variables = {} } = body;
      if (!isDocumented(name)) return undefined;
      const response = answers[name];
      if (response === undefined) return HttpResponse.json({ data: answerOf(name, variables) });
      return HttpResponse.json(typeof response === 'function' ? response(variables) : response);
    }),
  ];
}

interface GraphqlRequest {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: SampleVariables & Readonly<Record<string, unknown>>;
}

function isDocumented(name: string | undefined): name is keyof SampleAnswers {
  return name !== undefined && Object.hasOwn(sampleAnswers, name);
}
