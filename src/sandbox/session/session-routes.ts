import { headerOf } from '../am.ts';
import type { Am, Call } from '../am.ts';
import { accessDenied, ok, refuse, versioned } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { chooseVersion } from '../http/api-version.ts';
import { admit, identify, isAdministrator, tokensOf } from './caller.ts';
import { jsonOf } from '../http/crest-request.ts';
import { listSessions, logoutByHandle, logoutByUser } from './session-ends.ts';
import { getProperties, setProperties } from './session-facts.ts';
import { propertiesOf, sessionInfo } from './session-info.ts';

/**
 * The actions that OpenAM allows to a session's owner. Other actions require a privilege (contract
 * §6).
 */
const ownersActions = [
  'getProperty',
  'getSessionInfo',
  'getSessionProperties',
  'logout',
  'setProperty',
];

/** Serves `sessions?_action=…` (contract §6). */
export function serveSessions(am: Am, call: Call): Answer {
  const { isOpenSource, versions } = am.personality;
  const action = call.query.get('_action');
  if (action !== 'validate' && (isOpenSource || action !== 'logout')) {
    const identified = identify(am, call);
    const refusal = 'refusal' in identified ? identified.refusal : undefined;
    const isPrivileged = 'caller' in identified && isAdministrator(identified.caller);
    const isOwners = call.method === 'GET' ? !isQuery(call) : ownersActions.includes(action ?? '');
    if (refusal !== undefined || (isOpenSource && !isPrivileged && !isOwners)) {
      return refusal ?? refuse(403, 'Forbidden');
    }
  }
  const header = headerOf(call, 'accept-api-version');
  const choice = chooseVersion(header, versions.sessions, call.path.join('/'));
  if ('refusal' in choice) return choice.refusal;
  const { version } = choice;
  const filter = call.method === 'GET' ? call.query.get('_queryfilter') : undefined;
  if (isOpenSource && filter !== undefined) return versioned(listSessions(am, filter), version);
  if (call.method !== 'POST' || action === undefined) {
    return versioned(refuseOperation(call), version);
  }
  const named = isOpenSource ? call.query.get('tokenid') : jsonOf(call)['tokenId'];
  const token = typeof named === 'string' ? named : undefined;
  return versioned(act(am, call, { action, token, version }), version);
}

function refuseOperation(call: Call): Answer {
  return call.method === 'GET' && !isQuery(call)
    ? refuse(400, 'The resource collection  cannot be read')
    : refuse(501, 'Operation is not supported.');
}

function isQuery(call: Call): boolean {
  return call.query.has('_queryfilter') || call.query.has('_queryid');
}

interface SessionCall {
  readonly action: string;
  /** The token of the session, if it is not the caller's own (contract §6). */
  readonly token: string | undefined;
  readonly version: string;
}

function act(am: Am, call: Call, wanted: SessionCall): Answer {
  const isNew = wanted.action === 'getSessionInfo' || wanted.action === 'getSessionProperties';
  if (isNew && wanted.version === '1.2') return unknownAction(wanted.action);
  switch (wanted.action) {
    case 'getSessionInfo':
      return describeSession(am, call, wanted.token, am.personality.isOpenSource);
    case 'getSessionInfoAndResetIdleTime':
      return am.personality.isOpenSource
        ? unknownAction(wanted.action)
        : describeSession(am, call, wanted.token, true);
    case 'getSessionProperties':
      return properties(am, call);
    case 'getProperty':
    case 'setProperty':
      return am.personality.isOpenSource && wanted.version === '1.2'
        ? propertyAction(am, call, wanted)
        : unknownAction(wanted.action);
    case 'validate':
      return validate(am, call, wanted);
    case 'logout':
      return logout(am, call, wanted.token);
    case 'logoutByHandle':
      return am.personality.isOpenSource ? logoutByHandle(am, call) : unknownAction(wanted.action);
    case 'logoutByUser':
      return wanted.version === '5.1' ? logoutByUser(am, call) : unknownAction(wanted.action);
    default:
      return unknownAction(wanted.action);
  }
}

/**
 * In OpenAM every check resets the idle time (U37); in AM only the action with that name does
 * (contract §6.3).
 */
function describeSession(
  am: Am,
  call: Call,
  token: string | undefined,
  isActivity: boolean,
): Answer {
  const identified = isActivity && token === undefined ? admit(am, call) : identify(am, call);
  if ('refusal' in identified) return identified.refusal;
  const { caller } = identified;
  const own = caller.kind === 'session' ? caller.session : undefined;
  const session = token === undefined ? own : am.sessions.find(token);
  if (session === undefined) return token === undefined ? accessDenied() : ok({ valid: false });
  if (session !== own && caller.kind === 'session' && !caller.session.isSuperUser) {
    return refuse(403, 'Forbidden');
  }
  if (isActivity) {
    am.sessions.touch(session);
  }
  return ok(sessionInfo(am, session));
}

function properties(am: Am, call: Call): Answer {
  const identified = identify(am, call);
  if ('refusal' in identified) return identified.refusal;
  const { caller } = identified;
  return ok(caller.kind === 'service' ? {} : propertiesOf(am, caller.session));
}

/** Newer versions of the resource lack these actions (contract §6). */
function propertyAction(am: Am, call: Call, { action, token }: SessionCall): Answer {
  return action === 'getProperty' ? getProperties(am, call, token) : setProperties(am, call, token);
}

/** AM requires only the token. OpenAM's version 2.0 lacks the action (contract §6.3, §18 U37). */
function validate(am: Am, call: Call, wanted: SessionCall): Answer {
  const { header, cookie } = tokensOf(am, call);
  const token = wanted.token ?? cookie ?? header;
  if (am.personality.isOpenSource && token === undefined) {
    return refuse(400, 'iPlanetDirectoryCookie not set on request');
  }
  if (am.personality.isOpenSource && wanted.version !== '1.2') return unknownAction('validate');
  const session = am.sessions.find(token ?? '');
  if (session === undefined) return ok({ valid: false });
  am.sessions.touch(session);
  const more = am.personality.isOpenSource ? {} : { sessionUid: session.contextId };
  return ok({ valid: true, ...more, uid: session.userId, realm: session.realm });
}

/** For an ended session OpenAM answers with 200 and a notice, AM with 401 (contract §6). */
function logout(am: Am, call: Call, named: string | undefined): Answer {
  const { header, cookie } = tokensOf(am, call);
  const token = named ?? cookie ?? header;
  if (token === undefined) {
    return am.personality.isOpenSource
      ? refuse(400, 'iPlanetDirectoryCookie not set on request')
      : accessDenied();
  }
  const isLive = am.sessions.find(token) !== undefined;
  am.sessions.end(token);
  if (isLive) return ok({ result: 'Successfully logged out' });
  return am.personality.isOpenSource ? ok({ result: 'Token has expired' }) : accessDenied();
}

function unknownAction(action: string): Answer {
  return refuse(501, `Action ${action} not implemented for this resource`);
}
