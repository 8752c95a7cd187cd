/** `@identity-gateway/client/msw`: an MSW handler to test components without a gateway. */
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
 * Returns a handler that answers each documented operation, sent by text or by id, with its sample.
 * It does not read the variables and remembers nothing: what follows a change is for a test with a
 * real gateway. Requests for other operations are left to other handlers.
 */
export function gatewayHandler(
  answers: MockAnswers = {},
  { url = '*/graphql' }: HandlerOptions = {},
): HttpHandler {
  return http.post(url, async ({ request }) => {
    const body: GraphqlRequest = JSON.parse(await request.clone().text());
    const { query = '', operationName: name = nameIn(query), variables = {} } = body;
    if (!isDocumented(name)) return undefined;
    const response = answers[name] ?? { data: sampleAnswers[name] };
    return HttpResponse.json(typeof response === 'function' ? response(variables) : response);
  });
}

interface GraphqlRequest {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

function isDocumented(name: string | undefined): name is keyof SampleAnswers {
  return name !== undefined && Object.hasOwn(sampleAnswers, name);
}
