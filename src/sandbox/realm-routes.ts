import type { Am, Call } from './am.ts';
import { envelope, ok, refuse, versioned } from './http/answer.ts';
import type { Answer } from './http/answer.ts';
import { isAdministrator, mayManagePeople } from './session/caller.ts';
import { openAmModules } from './session/session-facts.ts';
import type { Caller } from './session/caller.ts';
import { enter } from './http/crest-request.ts';
import { revisionOf } from './http/json.ts';

/** Serves `global-config/realms` for administrators, read-only (contract §9). */
export function serveGlobalConfig(am: Am, call: Call): Answer {
  if (call.path[0] !== 'realms') return refuse(404, `Resource '${call.path.join('/')}' not found`);
  const entered = enter(am, call, { resource: 'realms', rest: '' });
  return 'refusal' in entered
    ? entered.refusal
    : versioned(listRealms(am, call, entered.caller), entered.version);
}

/** Lists the realms. Delegates see only their own realm (seen on OpenAM 16.0.5). */
function listRealms(am: Am, call: Call, caller: Caller): Answer {
  const realms = am.directory.realms().filter((realm) => mayManagePeople(am, caller, realm));
  if (realms.length === 0) return refuse(403, 'The user has insufficient privileges');
  if (call.method !== 'GET' || !call.query.has('_queryfilter')) {
    return refuse(501, 'Operation is not supported.');
  }
  const list = ok(envelope(realms.map(renderRealm)));
  return am.personality.isOpenSource
    ? { ...list, apiVersion: 'protocol=2.1,resource=1.0, resource=1.0' }
    : list;
}

/** The settings of sign-ins that each product has: contract §18.5, and §19. */
const openAmSettings: readonly string[] = ['authentication/modules', 'authentication'];
const nodes = 'authentication/authenticationtrees/nodes/EnableDeviceManagementNode';

/** Serves the settings of sign-ins to administrators. */
export function serveRealmConfig(am: Am, call: Call): Answer {
  const rest = call.path.join('/');
  const isKnown = am.personality.isOpenSource ? openAmSettings.includes(rest) : rest === nodes;
  if (!isKnown) {
    return refuse(404, `Resource 'realm-config/${rest}' not found`);
  }
  const entered = enter(am, call, {
    resource: 'realms',
    rest: '',
    authorize: (caller) => (isAdministrator(caller) ? undefined : refuse(403, 'Forbidden')),
  });
  if ('refusal' in entered) return entered.refusal;
  if (rest === 'authentication') {
    const general = { twoFactorRequired: am.settings.secondFactorMandatory };
    const answer =
      call.method === 'GET' ? ok({ general }) : refuse(501, 'Operation is not supported.');
    return versioned(answer, entered.version);
  }
  if (rest === nodes) {
    const mode = am.settings.deviceManagement;
    const found = mode === 'SAME' ? [] : [{ _id: 'node-1', deviceEnforcementStrategy: mode }];
    return versioned(ok(envelope(found)), entered.version);
  }
  const isQuery = call.method === 'GET' && call.query.has('_queryfilter');
  const answer = isQuery
    ? ok(envelope(Object.entries(openAmModules).map(renderModule)))
    : refuse(501, 'Operation is not supported.');
  return versioned(answer, entered.version);
}

function renderModule([name, type]: readonly [string, string]): object {
  return { _id: name, _rev: revisionOf({ type }), type };
}

function renderRealm(realm: string): object {
  const content = {
    parentPath: realm === '/' ? null : '/',
    active: true,
    name: realm === '/' ? '/' : realm.slice(1),
    aliases: [],
  };
  const id = Buffer.from(realm).toString('base64url');
  return { _id: id, _rev: revisionOf(content), ...content };
}
