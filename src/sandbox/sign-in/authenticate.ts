import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { ok, refuse, versioned } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { chooseVersion, refuseUnreadableVersion } from '../http/api-version.ts';
import { unexpectedEnd } from '../http/crest-request.ts';
import { tokensOf } from '../session/caller.ts';
import { decodeEncodedWords } from './encoded-word.ts';
import { isJsonObject, tryParseJson } from '../http/json.ts';
import type { JsonObject } from '../http/json.ts';
import { beginProof, proofJourneys, type ProofJourney } from './proof-journeys.ts';
import { begin, proceed } from './sign-in-steps.ts';
import { signInPageOf } from './sign-in-pages.ts';
import type { SignIn, StepOutcome } from './sign-ins.ts';

/**
 * Serves `POST authenticate`: zero-page, callbacks, and the `twofactor` service (contract §8,
 * §18.3).
 */
export async function serveAuthenticate(am: Am, call: Call): Promise<Answer> {
  const header = headerOf(call, 'accept-api-version');
  const unreadable = refuseUnreadableVersion(header);
  if (unreadable !== undefined) return unreadable;
  const choice = chooseVersion(header, am.personality.versions.authenticate, '');
  if ('refusal' in choice) return { status: 404 };
  const answer = refuseRequest(call) ?? (await answerPost(am, call));
  const isOld = choice.version.startsWith('1.');
  return versioned(isOld ? asVersionOne(answer) : answer, choice.version);
}

/**
 * Refuses another method with 405, another content type with 415, and invalid JSON with 400
 * (contract §8).
 */
function refuseRequest(call: Call): Answer | undefined {
  if (call.method !== 'POST') return { ...refuse(405, 'Method Not Allowed'), beforeCache: true };
  const type = headerOf(call, 'content-type') ?? '';
  if (call.body !== '' && !/^application\/json\b/i.test(type)) {
    return { ...refuse(415, 'Unsupported Media Type'), beforeCache: true };
  }
  return call.body !== '' && tryParseJson(call.body) === undefined
    ? { ...refuse(400, unexpectedEnd('(BufferedReader)')), beforeCache: true }
    : undefined;
}

async function answerPost(am: Am, call: Call): Promise<Answer> {
  const parsed = call.body === '' ? {} : tryParseJson(call.body);
  const body: JsonObject = isJsonObject(parsed) ? parsed : {};
  const authId = body['authId'];
  const started = await (typeof authId === 'string'
    ? continueSignIn(am, call, { authId, body })
    : startSignIn(am, call));
  if ('status' in started) return { ...started, beforeCache: true };
  const { signIn, outcome } = started;
  switch (outcome.kind) {
    case 'refused':
      return { ...refuse(outcome.status ?? 401, outcome.message), beforeCache: true };
    case 'ask': {
      const next = am.signIns.open({ ...signIn, state: outcome.state });
      return withCookies(ok({ authId: next, ...signInPageOf(outcome.state, outcome.filled) }));
    }
    case 'done':
      return refuseUpgrade(am, call) ?? complete(am, call, signIn, outcome);
  }
}

type CompletedStep = Extract<StepOutcome, { kind: 'done' }>;

type Started = Answer | { readonly signIn: SignIn; readonly outcome: StepOutcome };

async function continueSignIn(
  am: Am,
  call: Call,
  { authId, body }: { readonly authId: string; readonly body: JsonObject },
): Promise<Started> {
  const dots = authId.split('.').length;
  if (dots !== 3) return refuse(400, `Failed to parse JWT, not right number of dots, ${dots}`);
  const found = am.signIns.take(authId);
  if (found === 'unknown') return refuse(400, 'AuthId JWT Signature not valid');
  return found === 'expired'
    ? refuse(401, 'Session has timed out', { detail: { errorCode: '110' } })
    : { signIn: found, outcome: await proceed(am, found, { call, body }) };
}

async function startSignIn(am: Am, call: Call): Promise<Started> {
  const journey = journeyOf(am, call);
  if (journey !== undefined) {
    const state = { step: 'identify' } as const;
    const signIn: SignIn = { realm: call.realm, withSecondFactor: true, journey, state };
    return { signIn, outcome: beginProof(am, call, journey) };
  }
  const withSecondFactor = isTwoFactor(call);
  if (typeof withSecondFactor === 'string') return refuse(400, withSecondFactor);
  const signIn: SignIn = { realm: call.realm, withSecondFactor, state: { step: 'credentials' } };
  const name = headerOf(call, 'x-openam-username');
  const password = headerOf(call, 'x-openam-password');
  const outcome = await begin(am, signIn, {
    name: name === undefined ? undefined : decodeEncodedWords(name),
    password: password === undefined ? undefined : decodeEncodedWords(password),
  });
  return { signIn, outcome };
}

/** Returns the journey for a proof of identity that a request names. */
function journeyOf(am: Am, call: Call): ProofJourney | undefined {
  const isService = call.query.get('authindextype') === 'service';
  const isThere = am.settings.proofJourneys !== 'MISSING';
  return isService && isThere ? proofJourneys[call.query.get('authindexvalue') ?? ''] : undefined;
}

/** Returns whether the service requires a second factor, or why it does not exist (contract §8). */
function isTwoFactor(call: Call): boolean | string {
  const type = call.query.get('authindextype');
  const value = call.query.get('authindexvalue');
  switch (type) {
    case undefined:
      return false;
    case 'service':
      return value === 'twofactor' || (value !== 'ldapService' && 'No Configuration found');
    case 'module':
      return value !== 'DataStore' && 'No Configuration found';
    default:
      return 'Unknown Authentication Index Type';
  }
}

/**
 * Refuses a sign-in with an existing session: OpenAM then takes the caller for another user
 * (contract §8).
 */
function refuseUpgrade(am: Am, call: Call): Answer | undefined {
  const { cookie } = tokensOf(am, call);
  const isUpgrade =
    am.personality.isOpenSource &&
    call.query.get('forceauth') === 'true' &&
    am.sessions.find(cookie ?? '') !== undefined;
  return isUpgrade
    ? refuse(400, 'Session Upgrade fails since user is different than original authenticated user')
    : undefined;
}

/** Completes a sign-in. `noSession=true` only checks the credentials (contract §8). */
function complete(am: Am, call: Call, signIn: SignIn, { who, factors }: CompletedStep): Answer {
  const successUrl = `${am.personality.deployPath}/console`;
  if (call.query.get('nosession') === 'true' && !am.settings.ignoreNoSession) {
    const message = 'Authentication Successful';
    return withCookies(ok({ message, successUrl, realm: call.realm }));
  }
  const session = am.sessions.start({
    ...who,
    realm: call.realm,
    isSuperUser: am.directory.isSuperUser(who.person),
    secondFactors: new Set(factors),
    service: signIn.withSecondFactor ? 'twofactor' : 'ldapService',
  });
  const answer = ok({ tokenId: session.token, successUrl, realm: call.realm });
  return withCookies(answer, `${am.cookieName}=${session.token}; Path=/`);
}

/** Adds the cookies of the load balancer and of the sign-in (contract §18 U41). */
function withCookies(answer: Answer, session?: string): Answer {
  const balancer = 'amlbcookie=01; Path=/';
  const over = 'AMAuthCookie=LOGOUT; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/';
  const cookies =
    session === undefined ? ['AMAuthCookie=pending; Path=/', balancer] : [session, balancer, over];
  return {
    ...answer,
    headers: {
      'cache-control': 'no-cache, no-store, must-revalidate',
      'set-cookie': cookies,
    },
  };
}

/** Converts an error to version 1: `{"errorMessage": …}` (contract §8). */
function asVersionOne(answer: Answer): Answer {
  const { json } = answer;
  return answer.status >= 400 && isJsonObject(json)
    ? { ...answer, json: { errorMessage: json['message'] } }
    : answer;
}
