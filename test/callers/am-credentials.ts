/** The credentials of the gateway's calls to AM. */
import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';

/**
 * Returns the sign-ins of the gateway's own account: with a password, or with a service account's
 * key.
 */
export function signInsOf({ received, flavor }: Sandbox): readonly ReceivedRequest[] {
  const place = flavor === 'aic' ? '/oauth2/access_token' : '/authenticate';
  return received().filter(
    ({ method, path, headers }) =>
      method === 'POST' && path.endsWith(place) && isFromGateway(headers),
  );
}

/**
 * Returns the distinct credentials of the gateway's calls to a path, in the order of their first
 * use.
 */
export function credentialsOf(sandbox: Sandbox, place: string): readonly string[] {
  const calls = sandbox
    .received()
    .filter(({ path, headers }) => path.includes(place) && isFromGateway(headers));
  return [...new Set(calls.map((request) => credentialOf(sandbox, request)))];
}

/** Invalidates a credential of the gateway. AM answers the next call with 401. */
export async function endCredential(sandbox: Sandbox, credential: string): Promise<void> {
  if (sandbox.flavor === 'aic') {
    sandbox.advance(901_000); // longer than a service account's token lives
    return;
  }
  const answer = await fetch(`${sandbox.url}/json/realms/root/sessions?_action=logout`, {
    method: 'POST',
    headers: { [sandbox.cookieName]: credential, 'accept-api-version': 'resource=2.0' },
  });
  if (answer.status !== 200) throw new Error(`AM answered ${answer.status} to a logout`);
}

/** Returns the credential of a request. */
function credentialOf({ cookieName }: Sandbox, { headers }: ReceivedRequest): string {
  const shown = [headers.authorization, headers[cookieName.toLowerCase()], headers.cookie];
  return shown.filter((one) => one !== undefined).join(' and ');
}

/** Whether a request is the gateway's. Tests call AM themselves, too. */
function isFromGateway(headers: ReceivedRequest['headers']): boolean {
  return headers['x-requested-with'] === 'identity-gateway';
}
