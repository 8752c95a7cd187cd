import type { Am } from '../am.ts';
import { answerPush, sessionByName, setSessionProperty } from './callers-by-name.ts';
import { isJsonObject, isTexts } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { jwtBearerGrant, serviceAccountClient } from '../oauth/oauth-clients.ts';
import { mint, mintByName } from '../oauth/token-minting.ts';
import type { AccessTokenOptions } from '../oauth/token-minting.ts';
import { isSecondFactor, type SecondFactor } from '../session/second-factors.ts';

/** The reply to a control call. */
export interface ControlReply {
  readonly status: number;
  readonly json: unknown;
}

/** `POST /sandbox/access-token`: the options of `mintAccessToken` as JSON. */
export function mintAccessToken(am: Am, body: JsonObject): ControlReply {
  const options = parseOptions(body);
  return typeof options === 'string'
    ? { status: 400, json: { error: options } }
    : attempt(() => ({
        access_token: mintByName(am, options),
        token_type: 'Bearer',
        expires_in: options.lifetimeSeconds ?? 3600,
      }));
}

/** `POST /sandbox/bearer`: a token for AIC's `/json` without a grant (contract §11). */
export function mintBearer(am: Am, body: JsonObject): ControlReply {
  if (!am.personality.takesBearer) {
    return { status: 409, json: { error: 'Only the aic flavour takes bearer tokens on /json.' } };
  }
  const scope = typeof body['scope'] === 'string' ? body['scope'] : 'fr:am:*';
  const lifetimeSeconds = typeof body['expires_in'] === 'number' ? body['expires_in'] : 899;
  const grant = {
    realm: '/',
    subject: 'service account',
    client: serviceAccountClient,
    grantType: jwtBearerGrant,
    scopes: scope.split(' '),
  } as const;
  const token = mint(am, grant, { lifetimeSeconds, opaque: true });
  return {
    status: 200,
    json: { access_token: token, token_type: 'Bearer', scope, expires_in: lifetimeSeconds },
  };
}

/** `POST /sandbox/session-property`. */
export function changeSessionProperty(am: Am, body: JsonObject): ControlReply {
  const { person, name, value } = body;
  const isValue = typeof value === 'string' || value === null;
  if (typeof person !== 'string' || typeof name !== 'string' || !isValue) {
    return { status: 400, json: { error: 'person, name and value must be texts.' } };
  }
  return attempt(() => {
    setSessionProperty(am, { person, name, value: value ?? undefined });
    return { done: true };
  });
}

/** `POST /sandbox/session`: a session without a password. */
export function startSession(am: Am, { person, secondFactors = [] }: JsonObject): ControlReply {
  if (typeof person !== 'string' || !isFactors(secondFactors)) {
    return { status: 400, json: { error: 'Send person and secondFactors: see GET /sandbox.' } };
  }
  return attempt(() => ({ tokenId: sessionByName(am, person, secondFactors) }));
}

/** Replies with 400 and the error's message if `work` throws. */
function attempt(work: () => object): ControlReply {
  try {
    return { status: 200, json: work() };
  } catch (error: unknown) {
    return { status: 400, json: { error: error instanceof Error ? error.message : 'failed' } };
  }
}

const checks: Readonly<Record<keyof AccessTokenOptions, (value: unknown) => boolean>> = {
  person: (value) => typeof value === 'string',
  realm: (value) => typeof value === 'string',
  client: (value) => typeof value === 'string',
  scopes: isTexts,
  secondFactors: isFactors,
  audience: (value) => typeof value === 'string' || isTexts(value),
  lifetimeSeconds: (value) => typeof value === 'number' && Number.isFinite(value),
  opaque: (value) => typeof value === 'boolean',
  scopeFormat: (value) => value === 'array' || value === 'text',
  claims: isJsonObject,
};

/** Returns the options, or a sentence that names the invalid one. */
function parseOptions(body: JsonObject): AccessTokenOptions | string {
  const wrong = Object.entries(body).find(
    ([name, value]) => !isOption(name) || !checks[name](value),
  );
  return wrong === undefined ? body : `Not an option, or not its type: ${wrong[0]}.`;
}

function isOption(name: string): name is keyof AccessTokenOptions {
  return Object.hasOwn(checks, name);
}

function isFactors(value: unknown): value is readonly SecondFactor[] {
  return Array.isArray(value) && value.every(isSecondFactor);
}

/** Answers a push on a user's phone. */
export function answerPushOf(am: Am, { person, answer }: JsonObject): ControlReply {
  const isAnswer = answer === 'approve' || answer === 'decline' || answer === 'wrong number';
  if (typeof person !== 'string' || !isAnswer)
    return { status: 400, json: { error: 'Send person and answer: see GET /sandbox.' } };
  return attempt(() => {
    answerPush(am, { person, answer });
    return { done: true };
  });
}
