import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { refuse } from './answer.ts';
import type { Answer } from './answer.ts';
import { chooseVersion, refuseUnreadableVersion } from './api-version.ts';
import { admit } from '../session/caller.ts';
import type { Caller } from '../session/caller.ts';
import { isJsonObject, tryParseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import type { ResourceName } from '../personality.ts';
import { parseQueryFilter } from '../people/query-filter.ts';

const allowedMethods = ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT', 'OPTIONS', 'TRACE'];

/** The caller and the version that serves the request, or the refusal. */
export type EntryResult =
  { readonly caller: Caller; readonly version: string } | { readonly refusal: Answer };

/** What a resource requires of a request. */
export interface EntryRequirements {
  readonly resource: ResourceName;
  /** The path below the resource. The refusal of a version names it (contract §18 U36). */
  readonly rest: string;
  readonly authorize?: (caller: Caller) => Answer | undefined;
}

/**
 * Refuses a malformed request, as AM does before it reads any token (seen on OpenAM 16.0.5;
 * contract §1.2, §1.3, §18 U27).
 */
export function refuseMalformed(call: Call): Answer | undefined {
  if (call.method === 'OPTIONS') return { status: 200, headers: { allow: allowedMethods } };
  if (call.method === 'HEAD') return refuse(501, 'Method not implemented.');
  return (
    refuseUnreadableVersion(headerOf(call, 'accept-api-version')) ??
    refuseBody(call) ??
    refuseQuery(call) ??
    refuseCondition(call)
  );
}

/** Checks the token, then the owner, then the version, in the order of OpenAM 16.0.5. */
export function enter(am: Am, call: Call, requirements: EntryRequirements): EntryResult {
  const identified = admit(am, call);
  if ('refusal' in identified) return identified;
  const { caller } = identified;
  const refusal = requirements.authorize?.(caller);
  if (refusal !== undefined) return { refusal };
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions[requirements.resource],
    requirements.rest,
  );
  return 'refusal' in choice ? choice : { caller, version: choice.version };
}

/**
 * Returns the request's JSON object. It is empty without a body, which actions do not need
 * (contract §18 U27).
 */
export function jsonOf(call: Call): JsonObject {
  const json = call.body === '' ? {} : tryParseJson(call.body);
  return isJsonObject(json) ? json : {};
}

/** Returns `_fields=a,b` as a list. An empty list requests all members (contract §1.3). */
export function fieldsOf(call: Call): readonly string[] | undefined {
  const fields = call.query.get('_fields');
  return fields ? fields.split(',').map((field) => field.trim().replace(/^\//, '')) : undefined;
}

function refuseBody(call: Call): Answer | undefined {
  if (call.method === 'GET' || call.method === 'DELETE') return undefined;
  const type = headerOf(call, 'content-type');
  if (type !== undefined && !/^(application\/json|multipart\/form-data)\b/i.test(type)) {
    const message =
      `The request could not be processed because it specified the content-type '${type}' when only ` +
      "the content-type 'application/json' and 'multipart/form-data' are supported";
    return refuse(400, message);
  }
  if (call.body !== '' && tryParseJson(call.body) === undefined) {
    const message =
      'The request could not be processed because the provided content is not valid JSON';
    return refuse(400, message, { detail: unexpectedEnd(stream) });
  }
  return undefined;
}

function refuseQuery(call: Call): Answer | undefined {
  const repeated = call.repeated.find((name) => name.startsWith('_'));
  if (repeated !== undefined) {
    const message = `Multiple values provided for the single-valued request parameter '${repeated}'`;
    return refuse(400, message);
  }
  const filter = call.query.get('_queryfilter');
  if (filter === undefined) return undefined;
  if (call.query.has('_queryid')) {
    return refuse(400, 'The parameters _queryId and _queryFilter are mutually exclusive');
  }
  const message = `The value '${filter}' for parameter '_queryFilter' could not be parsed as a valid query filter`;
  return parseQueryFilter(filter) === undefined ? refuse(400, message) : undefined;
}

/** Refuses an action with If-Match or If-None-Match with 412 (contract §1.2). */
function refuseCondition(call: Call): Answer | undefined {
  const header = ['If-Match', 'If-None-Match'].find((name) => headerOf(call, name) !== undefined);
  return header !== undefined && call.method === 'POST' && call.query.has('_action')
    ? refuse(412, `${header} not supported for POST requests`)
    : undefined;
}

const stream = '(org.forgerock.http.io.BranchingStreamWrapper)';

/** Returns the JSON parser's message, which AM sends to the client (contract §1.4 `detail`). */
export function unexpectedEnd(source: string): string {
  return (
    'Unexpected end-of-input: expected close marker for Object (start marker at ' +
    `[Source: ${source}; line: 1, column: 1])\n at [Source: ${source}; line: 1, column: 2]`
  );
}
