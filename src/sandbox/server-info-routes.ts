import { headerOf } from './am.ts';
import type { Am, Call } from './am.ts';
import { ok, refuse, versioned } from './http/answer.ts';
import type { Answer } from './http/answer.ts';
import { chooseVersion } from './http/api-version.ts';
import { identify, isAdministrator } from './session/caller.ts';
import { fieldsOf } from './http/crest-request.ts';
import { pickFields, revisionOf } from './http/json.ts';
import type { JsonObject } from './http/json.ts';

/** Serves `serverinfo/*`, `serverinfo/version` and `serverinfo/cookieDomains` (contract §7). */
export function serveServerInfo(am: Am, call: Call): Answer {
  const [name] = call.path;
  if (call.method !== 'GET' || name === undefined) {
    const identified = identify(am, call);
    return 'refusal' in identified
      ? identified.refusal
      : refuse(501, 'Operation is not supported.');
  }
  const routes = name === 'version' ? 'serverversion' : 'serverinfo';
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions[routes],
    name,
  );
  if ('refusal' in choice) return choice.refusal;
  const { version } = choice;
  switch (name) {
    case '*':
      return versioned(item(call, '*', serverInfo(am, call.realm)), version);
    case 'cookieDomains':
      return versioned(item(call, 'cookieDomains', { domains: [] }), version);
    case 'version':
      return serverVersion(am, call, version);
    default:
      return versioned(refuse(501, `ResourceId not supported: ${name}`), version);
  }
}

function serverInfo(am: Am, realm: string): object {
  const { hasUuidIds, isOpenSource } = am.personality;
  return {
    domains: [],
    protectedUserAttributes: isOpenSource ? [] : ['telephoneNumber', 'mail'],
    cookieName: am.cookieName,
    secureCookie: hasUuidIds,
    ...(isOpenSource ? { cookieSameSite: null } : {}),
    forgotPassword: 'false',
    forgotUsername: 'false',
    kbaEnabled: 'false',
    selfRegistration: 'false',
    lang: 'en-US',
    successfulUserRegistrationDestination: 'default',
    socialImplementations: [],
    referralsEnabled: 'false',
    zeroPageLogin: { enabled: false, refererWhitelist: [], allowedWithoutReferer: true },
    realm,
    xuiUserSessionValidationEnabled: true,
    ...(isOpenSource ? {} : { fileBasedConfiguration: true }),
    ...(isOpenSource ? {} : { userIdAttributes: [hasUuidIds ? 'fr-idm-uuid' : 'uid'] }),
  };
}

/** Requires a privileged session (contract §7; recorded: 403 without a session). */
function serverVersion(am: Am, call: Call, version: string): Answer {
  const identified = identify(am, call);
  if ('refusal' in identified) return refuse(403, 'No session for request.');
  if (!isAdministrator(identified.caller)) {
    return refuse(403, 'The user has insufficient privileges');
  }
  const { isOpenSource, version: own } = am.personality;
  const build = isOpenSource
    ? { version: own, revision: 'a901278f65', date: '2026-February-04 16:06' }
    : { version: own, revision: '7a1b2c3d4e', date: '2025-May-05 09:00' };
  const more = isOpenSource ? {} : { fullVersion: `PingAM ${own}` };
  return versioned(item(call, 'version', { ...build, ...more }), version);
}

function item(call: Call, id: string, content: object): Answer {
  const all: JsonObject = { _id: id, _rev: revisionOf(content), ...content };
  const fields = fieldsOf(call);
  return ok(fields === undefined ? all : pickFields(all, ['_id', '_rev', ...fields]));
}
