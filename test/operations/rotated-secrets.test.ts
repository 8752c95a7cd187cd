/** Rotated secrets are read from their files as soon as AM or the issuer refuses the old ones. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PersonDevicesDocument } from '../../packages/client/operations.ts';
import { bearerEnv } from '../callers/bearers.ts';
import { signInsOf } from '../callers/am-credentials.ts';
import { makeKey } from '../callers/token-issuer.ts';
import { codesOf, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer } from '../support/peer.ts';
import { useFolder } from '../support/folder.ts';
import { bearer } from '../support/stage.ts';

const { path: folder, write: file } = useFolder();
const otherKey = makeKey().privateKey.export({ format: 'jwk' });
let gateway: TestGateway;
afterEach(() => gateway?.stop());

describe.each(['pingam', 'aic'] as const)('the service account on %s', (flavor) => {
  let peer: SandboxPeer;
  beforeAll(async () => {
    peer = await openSandboxPeer(flavor);
  });
  beforeEach(() => peer.restore());
  afterAll(() => peer?.close());

  /** Options with the secret of the account in a file, which first contains a wrong one. */
  function envWithFile(): { readonly env: Record<string, string>; readonly rotate: () => void } {
    const env = peer.staffEnv();
    const name = flavor === 'aic' ? 'AM_SERVICE_ACCOUNT_KEY' : 'AM_SERVICE_PASSWORD';
    const { [name]: good = '', ...rest } = env;
    const wrong = flavor === 'aic' ? JSON.stringify({ ...otherKey, alg: 'RS256' }) : 'wr0ng';
    const path = file(`${flavor}-secret`, `${wrong}\n`);
    return {
      env: { ...rest, [`${name}_FILE`]: path },
      rotate: () => void file(`${flavor}-secret`, `  ${good}\n`),
    };
  }

  test('signs in again with the secret in its file if AM refuses it', async () => {
    const { env, rotate } = envWithFile();
    gateway = await startTestGateway(peer, { env });
    const helen = await peer.signIn('helen');
    rotate();

    const seen = await gateway.send(PersonDevicesDocument, { id: peer.idOf('bob') }, helen);

    expect(codesOf(seen)).toEqual([]);
    expect(signInsOf(peer.sandbox)).toHaveLength(2);
  });

  test.each([
    ['has not changed', () => undefined],
    ['is gone', () => rmSync(join(folder, `${flavor}-secret`))],
  ])('signs in once if its file %s, and does not log the secret', async (_label, act) => {
    gateway = await startTestGateway(peer, { env: envWithFile().env });
    const helen = await peer.signIn('helen');
    act();

    const seen = await gateway.send(PersonDevicesDocument, { id: peer.idOf('bob') }, helen);

    expect(codesOf(seen)).toEqual(['SERVICE_CREDENTIAL_MISSING']);
    expect(signInsOf(peer.sandbox)).toHaveLength(1);
    expect(gateway.log.join('')).not.toMatch(/wr0ng/);
  });
});

describe('the introspection client', () => {
  let peer: SandboxPeer;
  beforeAll(async () => {
    peer = await openSandboxPeer();
  });
  afterAll(() => peer?.close());

  test('retries once, for all requests, with the secret in its file if the issuer refuses it', async () => {
    const { OIDC_CLIENT_SECRET, ...env } = bearerEnv(peer.sandbox);
    const path = file('client-secret', 'wr0ng');
    gateway = await startTestGateway(peer, {
      env: { ...peer.staffEnv(), ...env, OIDC_CLIENT_SECRET_FILE: path },
    });
    const ask = (): ReturnType<TestGateway['ask']> =>
      gateway.ask('{ me { amId } }', bearer(peer.sandbox, 'alice', { opaque: true }));
    const before = codesOf(await ask());
    const asked = (): number =>
      peer.sandbox.received().filter(({ path: at }) => at.endsWith('/introspect')).length;
    const askedOnce = asked();
    file('client-secret', `${OIDC_CLIENT_SECRET}\n`);

    const answers = await Promise.all(Array.from({ length: 10 }, ask));

    expect([before, askedOnce]).toEqual([['UPSTREAM_UNAVAILABLE'], 1]);
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(gateway.log.join('')).not.toMatch(/wr0ng/);
  });
});
