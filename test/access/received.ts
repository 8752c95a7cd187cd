/** What AM received: writes, the people they are about, and the credentials. */
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';
import type { SessionHeader } from '../support/peer.ts';

/** The writes: no reads, session checks, sign-ins or tokens of the gateway itself. */
export function writesTo(sandbox: Sandbox): readonly ReceivedRequest[] {
  return sandbox
    .received()
    .filter(
      ({ method, path }) =>
        method !== 'GET' && !/\/sessions\?|\/authenticate$|\/oauth2\//.test(path),
    );
}

/** The calls about one person or about searches in a realm. */
export function callsAbout(
  sandbox: Sandbox,
  { id, realm }: { readonly id: string; readonly realm: string },
): readonly ReceivedRequest[] {
  const place = realm === 'root' ? '/realms/root' : `/realms/root/realms/${realm}`;
  return sandbox.received().filter(({ path }) => {
    const within = path.split(`/json${place}/users/`)[1];
    return within !== undefined && within.split(/[/?]/)[0] === encodeURIComponent(id);
  });
}

/** The calls that a cost covers: those that identify the caller and read groups are apart. */
export function pricedCalls(sandbox: Sandbox, caller: string): readonly string[] {
  return sandbox
    .received()
    .map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
    .filter((call) => !/authenticate|getSessionInfo|\/groups\/|access_token/.test(call))
    .filter((call) => !call.includes(`/users/${caller}?`));
}

/** The reads of groups. */
export function groupReads(sandbox: Sandbox): readonly ReceivedRequest[] {
  return sandbox.received().filter(({ path }) => path.includes('/groups/'));
}

/** With whose credential a call was made: the caller's own, or the gateway's. */
export function credentialOf(
  { headers }: ReceivedRequest,
  header: SessionHeader,
): 'own' | 'service' | 'none' {
  const [shown = ''] = Object.values(header);
  const token = shown.replace(/^Bearer /, '');
  const sent = Object.values(headers)
    .flat()
    .filter((text) => text !== undefined);
  if (token !== '' && sent.some((text) => text.includes(token))) return 'own';
  const known = Object.entries(headers).some(
    ([name, value]) =>
      (name === 'authorization' && String(value).startsWith('Bearer ')) ||
      String(value).startsWith('AQIC5'),
  );
  return known ? 'service' : 'none';
}
