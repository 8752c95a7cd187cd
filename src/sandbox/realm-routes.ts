import type { Am, Call } from './am.ts';
import { envelope, ok, refuse, versioned } from './http/answer.ts';
import type { Answer } from './http/answer.ts';
import { isAdministrator, mayManagePeople } from './session/caller.ts';
import { scriptsOf, signInConfiguration } from './sign-in/sign-in-configuration.ts';
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

/** Serves the scripts of a realm to administrators. */
export function serveScripts(am: Am, call: Call): Answer {
  return serveList(am, call, scriptsOf(am));
}

/** Serves the configuration of sign-ins to administrators. */
export function serveRealmConfig(am: Am, call: Call): Answer {
  const rest = call.path.join('/');
  const list = signInConfiguration(am)[rest];
  if (list !== undefined) return serveList(am, call, list);
  return rest === 'authentication' && am.personality.isOpenSource
    ? serveSettings(am, call)
    : refuse(404, `Resource 'realm-config/${rest}' not found`);
}

function serveList(am: Am, call: Call, list: readonly object[]): Answer {
  const isQuery = call.method === 'GET' && call.query.has('_queryfilter');
  return toAdministrators(am, call, () =>
    isQuery
      ? ok(envelope(list.map((item) => ({ ...item, _rev: revisionOf({ ...item }) }))))
      : refuse(501, 'Operation is not supported.'),
  );
}

/** Each module starts without its chain, unless the operator has turned that off. */
function serveSettings(am: Am, call: Call): Answer {
  const { secondFactorMandatory: twoFactorRequired, setupCodes } = am.settings;
  const security = { moduleBasedAuthEnabled: setupCodes === null };
  return toAdministrators(am, call, () =>
    call.method === 'GET'
      ? ok({ general: { twoFactorRequired }, security })
      : refuse(501, 'Operation is not supported.'),
  );
}

function toAdministrators(am: Am, call: Call, answer: () => Answer): Answer {
  const entered = enter(am, call, {
    resource: 'realms',
    rest: '',
    authorize: (caller) => (isAdministrator(caller) ? undefined : refuse(403, 'Forbidden')),
  });
  return 'refusal' in entered ? entered.refusal : versioned(answer(), entered.version);
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
