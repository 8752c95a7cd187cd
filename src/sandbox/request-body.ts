import { type Call, headerOf } from './am.ts';
import { type Answer, refuse } from './answer.ts';
import { isJsonObject, type JsonObject, tryParseJson } from './json.ts';

/** The request's JSON object (empty when there is no body), or the refusal. */
export type ReadBody = { readonly json: JsonObject } | { readonly refusal: Answer };

const NOT_JSON =
  'The request could not be processed because the provided content is not valid JSON';

/** An action needs no body; text/plain and broken JSON are 400 (contract §18 U26, U27). */
export function readJsonBody(call: Call): ReadBody {
  if (call.body === '' || call.method === 'GET' || call.method === 'HEAD') {
    return { json: {} };
  }
  const type = headerOf(call, 'content-type');
  if (type !== undefined && !/^(application\/json|multipart\/form-data)\b/i.test(type)) {
    return { refusal: refuse(400, wrongType(type)) };
  }
  const json = tryParseJson(call.body);
  if (json === undefined) {
    return { refusal: refuse(400, NOT_JSON, { detail: BROKEN_DETAIL }) };
  }
  return { json: isJsonObject(json) ? json : {} };
}

/** An action that carries If-Match or If-None-Match is 412 (contract §1.2). */
export function refusePrecondition(call: Call): Answer | undefined {
  const isConditional =
    headerOf(call, 'if-match') !== undefined || headerOf(call, 'if-none-match') !== undefined;
  return isConditional && call.method === 'POST' && call.query.has('_action')
    ? refuse(412, 'If-Match and If-None-Match are not supported for actions')
    : undefined;
}

/** `_fields=a,b` as a list (contract §1.3). */
export function fieldsOf(call: Call): readonly string[] | undefined {
  return call.query
    .get('_fields')
    ?.split(',')
    .map((field) => field.trim().replace(/^\//, ''));
}

const BROKEN_DETAIL =
  'Unexpected end-of-input: expected close marker for Object (start marker at [Source: ' +
  '(org.forgerock.http.io.BranchingStreamWrapper); line: 1, column: 1])\n at [Source: ' +
  '(org.forgerock.http.io.BranchingStreamWrapper); line: 1, column: 2]';

function wrongType(type: string): string {
  return (
    `The request could not be processed because it specified the content-type '${type}' when only ` +
    "the content-type 'application/json' and 'multipart/form-data' are supported"
  );
}
