import { type Am, type Call, headerOf } from './am.ts';
import { type Answer, envelope, ok, refuse, versioned } from './answer.ts';
import { chooseVersion } from './api-version.ts';
import { admit, isAdministrator } from './caller.ts';
import { revisionOf } from './json.ts';

/** `global-config/realms`, for administrators and to be read only (contract §9). */
export function serveGlobalConfig(am: Am, call: Call): Answer {
  if (call.path[0] !== 'realms') {
    return refuse(404, `Resource '${call.path.join('/')}' not found`);
  }
  const choice = chooseVersion(
    headerOf(call, 'accept-api-version'),
    am.personality.versions.realms,
    '',
  );
  const identified = admit(am, call);
  if ('refusal' in identified) {
    return identified.refusal;
  }
  if ('refusal' in choice) {
    return choice.refusal;
  }
  if (!isAdministrator(identified.caller)) {
    return refuse(403, 'Forbidden');
  }
  const isQuery = call.method === 'GET' && call.query.has('_queryfilter');
  const answer = isQuery
    ? ok(envelope(am.directory.realms().map(renderRealm)))
    : refuse(501, 'Operation is not supported.');
  return versioned(answer, choice.version);
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
