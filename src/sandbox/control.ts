import type { WireAnswer } from './answer-writer.ts';
import { isCrossSite, isLoopbackHost } from './control-guard.ts';
import { parseFault, parseSettings } from './control-input.ts';
import { isJsonObject, type JsonObject, tryParseJson } from './json.ts';
import { CAST, SANDBOX_PASSWORD } from './people.ts';
import type { WireRequest } from './router.ts';
import type { SandboxState } from './state.ts';

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

const DONE: Reply = { status: 200, json: { done: true } };

/** `/sandbox/…` on the sandbox's own port: for tests in other processes and for a shell (design D13). */
export function serveControl(state: SandboxState, request: WireRequest): WireAnswer {
  const { status, json } = reply(state, request);
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: `${JSON.stringify(json)}\n`,
  };
}

function reply(state: SandboxState, request: WireRequest): Reply {
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
      return { status: 200, json: describe(state) };
    case 'GET /sandbox/requests':
      return { status: 200, json: { requests: state.received.all() } };
    case 'DELETE /sandbox/requests':
      state.received.clear();
      return DONE;
    case 'DELETE /sandbox/faults':
      state.faults.clear();
      return DONE;
    case 'POST /sandbox/reset':
      state.reset();
      return DONE;
    default:
      return replyToInput(state, `${request.method} ${path}`, body);
  }
}

function replyToInput(state: SandboxState, what: string, body: JsonObject): Reply {
  switch (what) {
    case 'POST /sandbox/faults':
      return planFault(state, body);
    case 'POST /sandbox/clock':
      return advanceClock(state, body);
    case 'POST /sandbox/configure':
      return configure(state, body);
    case 'POST /sandbox/bearer':
      return mintBearer(state, body);
    default:
      return { status: 404, json: { error: 'No such control call.', ...describe(state) } };
  }
}

function planFault(state: SandboxState, body: JsonObject): Reply {
  const fault = parseFault(body);
  if (fault === undefined) {
    return { status: 400, json: { error: 'Not a fault: see GET /sandbox.' } };
  }
  state.faults.plan(fault);
  return DONE;
}

function advanceClock(state: SandboxState, body: JsonObject): Reply {
  const ms = body['advanceMs'];
  if (typeof ms !== 'number' || !Number.isFinite(ms)) {
    return { status: 400, json: { error: 'advanceMs must be a number of milliseconds.' } };
  }
  state.am.clock.advance(ms);
  return { status: 200, json: { now: new Date(state.am.clock.now()).toISOString() } };
}

function configure(state: SandboxState, body: JsonObject): Reply {
  const settings = parseSettings(body);
  if (settings === undefined) {
    return { status: 400, json: { error: 'Unknown setting or value: see GET /sandbox.' } };
  }
  Object.assign(state.am.settings, settings);
  return { status: 200, json: state.am.settings };
}

/** A service account's token, in place of the OAuth endpoints (contract §11). */
function mintBearer(state: SandboxState, body: JsonObject): Reply {
  if (!state.am.personality.takesBearer) {
    return { status: 409, json: { error: 'Only the aic flavour takes bearer tokens on /json.' } };
  }
  const scope = typeof body['scope'] === 'string' ? body['scope'] : 'fr:am:*';
  const lifetime = typeof body['expires_in'] === 'number' ? body['expires_in'] : 899;
  const token = state.am.bearers.mint(scope, lifetime);
  return {
    status: 200,
    json: { access_token: token, token_type: 'Bearer', scope, expires_in: lifetime },
  };
}

function describe(state: SandboxState): JsonObject {
  const { personality, cookieName, settings, clock, directory } = state.am;
  return {
    flavor: personality.flavor,
    deployPath: personality.deployPath,
    cookieName,
    now: new Date(clock.now()).toISOString(),
    settings,
    people: CAST.map(({ name, realm, about }) => ({
      name,
      realm,
      id: directory.findByLogin(realm, name)?.id ?? null,
      about,
    })),
    password: SANDBOX_PASSWORD,
    control: {
      'GET|DELETE /sandbox/requests': 'what was received, in order',
      'POST|DELETE /sandbox/faults':
        '{"match":{"method":"POST","path":"devices"},"times":1,"effect":{"kind":"latency","ms":500}}; kinds: ' +
        'latency, status, cut, malformed, huge, slowBody, redirect, blackhole, body, closeIdle; times may be "Infinity"',
      'POST /sandbox/reset': 'everything back to the start',
      'POST /sandbox/clock': '{"advanceMs":1800000}',
      'POST /sandbox/configure': '{"deviceManagement":"NONE|SAME|ANY","gateReset":false}',
      'POST /sandbox/bearer': '{"scope":"fr:am:*","expires_in":899}, aic only',
    },
  };
}
