import type { WireAnswer } from '../http/answer-writer.ts';
import { serviceAccountOf } from './callers-by-name.ts';
import {
  answerPushOf,
  changeSessionProperty,
  mintAccessToken,
  mintBearer,
  startSession,
} from './control-callers.ts';
import type { ControlReply } from './control-callers.ts';
import { showCodes } from './second-factor-codes.ts';
import { isCrossSite, isLoopbackHost } from './control-guard.ts';
import { parseFault, parseSettings } from './control-input.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { issuerOf } from '../signing/issuer.ts';
import { castOf, sandboxPassword } from '../people/demo-people.ts';
import type { WireRequest } from '../http/router.ts';
import type { SandboxState } from '../state.ts';

const done: ControlReply = { status: 200, json: { done: true } };

/**
 * Serves `/sandbox/…` on the sandbox's port, for tests in other processes and for a shell (design
 * D13).
 */
export async function serveControl(state: SandboxState, request: WireRequest): Promise<WireAnswer> {
  const { status, json } = await reply(state, request);
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: `${JSON.stringify(json)}\n`,
  };
}

async function reply(state: SandboxState, request: WireRequest): Promise<ControlReply> {
  if (isCrossSite(request.headers) || !isLoopbackHost(request.headers.host)) {
    return {
      status: 403,
      json: { error: 'Control calls come from this machine, not from pages.' },
    };
  }
  const body = request.body === '' ? {} : tryParseJson(request.body);
  if (!isJsonObject(body)) {
    return { status: 400, json: { error: 'The body is not a JSON object.' } };
  }
  const [path = ''] = request.url.split('?');
  switch (`${request.method} ${path}`) {
    case 'GET /sandbox':
    case 'HEAD /sandbox':
      return { status: 200, json: describeSandbox(state) };
    case 'GET /sandbox/requests':
      return { status: 200, json: { requests: state.received.all() } };
    case 'DELETE /sandbox/requests':
      state.received.clear();
      return done;
    case 'DELETE /sandbox/faults':
      state.faults.clear();
      return done;
    case 'POST /sandbox/reset':
      state.reset();
      await state.onReset?.();
      return done;
    default:
      return replyToInput(state, `${request.method} ${path}`, body);
  }
}

function replyToInput(state: SandboxState, what: string, body: JsonObject): ControlReply {
  switch (what) {
    case 'POST /sandbox/faults':
      return planFault(state, body);
    case 'POST /sandbox/clock':
      return advanceClock(state, body);
    case 'POST /sandbox/configure':
      return configure(state, body);
    case 'POST /sandbox/bearer':
      return mintBearer(state.am, body);
    case 'POST /sandbox/codes':
      return showCodes(state, body);
    case 'POST /sandbox/session':
      return startSession(state.am, body);
    case 'POST /sandbox/access-token':
      return mintAccessToken(state.am, body);
    case 'GET /sandbox/service-account':
      return { status: 200, json: serviceAccountOf(state.am) };
    case 'POST /sandbox/session-property':
      return changeSessionProperty(state.am, body);
    case 'POST /sandbox/push':
      return answerPushOf(state.am, body);
    default:
      return { status: 404, json: { error: 'No such control call.', ...describeSandbox(state) } };
  }
}

function planFault(state: SandboxState, body: JsonObject): ControlReply {
  const fault = parseFault(body);
  if (fault === undefined) {
    return { status: 400, json: { error: 'Not a fault: see GET /sandbox.' } };
  }
  state.faults.plan(fault);
  return done;
}

function advanceClock(state: SandboxState, body: JsonObject): ControlReply {
  const ms = body['advanceMs'];
  if (typeof ms !== 'number' || !Number.isFinite(ms)) {
    return { status: 400, json: { error: 'advanceMs must be a number of milliseconds.' } };
  }
  state.am.clock.advance(ms);
  return { status: 200, json: { now: new Date(state.am.clock.now()).toISOString() } };
}

function configure(state: SandboxState, body: JsonObject): ControlReply {
  const settings = parseSettings(body);
  if (settings === undefined) {
    return { status: 400, json: { error: 'Unknown setting or value: see GET /sandbox.' } };
  }
  Object.assign(state.am.settings, settings);
  return { status: 200, json: state.am.settings };
}

function describeSandbox(state: SandboxState): JsonObject {
  const { personality, cookieName, settings, clock, directory } = state.am;
  return {
    flavor: personality.flavor,
    deployPath: personality.deployPath,
    cookieName,
    now: new Date(clock.now()).toISOString(),
    issuer: issuerOf(state.am, '/alpha'),
    settings,
    people: castOf(state).map(({ name, realm, about }) => ({
      name,
      realm,
      id: directory.findByLogin(realm, name)?.id ?? null,
      about,
    })),
    password: sandboxPassword,
    control: {
      'GET|DELETE /sandbox/requests': 'what was received, in order',
      'POST|DELETE /sandbox/faults':
        '{"match":{"method":"POST","path":"devices"},"times":1,"effect":{"kind":"latency","ms":500}}; kinds: ' +
        'latency, lag, status, cut, malformed, huge, slowBody, redirect, blackhole, body, closeIdle; times may be "Infinity"',
      'POST /sandbox/reset': "everything back to the start, the gateway's ledger empty",
      'POST /sandbox/clock': '{"advanceMs":1800000}',
      'POST /sandbox/configure':
        '{"deviceManagement":"SAME|ANY|NONE","refusalText":"User not permitted.","signInClaims":"ACR_AMR|ACR|NONE","whitelist":["factor"],"secondFactorMandatory":false,"rotateRefreshTokens":false,"backChannelLogoutUrl":null,"groupFillers":{"helpdesk":5000},"proofJourneys":"GUARDED|OPEN|MISSING","ignoreNoSession":false,"listLimit":null}',
      'POST /sandbox/codes':
        '{"person":"alice"}; the code of the phone and a recovery code, or null without a phone or a code',
      'POST /sandbox/session':
        '{"person":"alice","secondFactors":["oath|push|webauthn|binding"]}; a session without a password',
      'POST /sandbox/access-token':
        '{"person":"alice","realm":"alpha","client":"portal","scopes":["devices:read"],"secondFactors":["oath"],"audience":"portal",' +
        '"lifetimeSeconds":3600,"opaque":false,"scopeFormat":"array|text","claims":{}}, every member optional',
      'GET /sandbox/service-account': "the service account's id and private key, for aic",
      'POST /sandbox/session-property':
        '{"person":"helen","name":"role","value":"help-desk"}; null takes it away',
      'POST /sandbox/push': '{"person":"bob","answer":"approve|decline|wrong number"}',
      'POST /sandbox/bearer': '{"scope":"fr:am:*","expires_in":899}, aic only',
    },
  };
}
