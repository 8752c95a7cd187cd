/** The image that the Dockerfile makes, looked at and run without a daemon. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { countAt, places, until } from '../reliability/am-traffic.ts';
import { createClient } from '../reliability/keep-alive-client.ts';
import { withoutCost } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { freePort } from '../support/free-port.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer } from '../support/peer.ts';
import { createVolume, healthCheck, root, settings, startContainer } from './container.ts';

const release: unknown = JSON.parse(readFileSync('package.json', 'utf8'));

describe('it says', () => {
  test('what it is', () => {
    expect(fieldAt(settings, 'Labels')).toMatchObject({
      'org.opencontainers.image.title': 'identity-gateway',
      'org.opencontainers.image.version': fieldAt(release, 'version'),
      'org.opencontainers.image.licenses': fieldAt(release, 'license'),
      'org.opencontainers.image.revision': 'unknown',
    });
  });

  test('how it is to be run', () => {
    expect(settings).toMatchObject({
      User: '65532:65532',
      StopSignal: 'SIGTERM',
      ExposedPorts: { '4000/tcp': {}, '9464/tcp': {} },
      Volumes: { '/data': {} },
    });
    expect(listAt(settings, 'Env')).toEqual(
      expect.arrayContaining(['NODE_ENV=production', 'HOST=0.0.0.0', 'DATA_DIR=/data']),
    );
  });
});

describe('it holds', () => {
  test('no shell, no npm, no compiler', () => {
    const names = 'sh,bash,dash,busybox,npm,npx,yarn,corepack,cc,gcc,g++,make,python3,apt,dpkg';
    const found = globSync(`{,usr/,usr/local/}{bin,sbin}/{${names}}`, { cwd: root });

    expect(existsSync(`${root}/usr/local/bin/node`)).toBe(true);
    expect(found).toEqual([]);
  });

  test('neither the sandbox nor what it was built with', () => {
    expect(readdirSync(`${root}/app`).toSorted()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'deploy',
        'dist',
        'package.json',
        'sbom.cdx.json',
        'schema',
        'web',
      ], //
    );
    expect(globSync('**/*{sandbox,sign-in}*', { cwd: `${root}/app/dist` })).toEqual([]);
    expect(existsSync(`${root}/build`)).toBe(false);
    expect(readdirSync(`${root}/run`)).toEqual([]);
  });

  test('an SBOM of the bundle, of Node and of the base, and the licences', () => {
    const sbom: unknown = JSON.parse(readFileSync(`${root}/app/sbom.cdx.json`, 'utf8'));
    const components = listAt(sbom, 'components');
    const [node, base] = ['platform', 'container'].map((type) =>
      components.find((one) => fieldAt(one, 'type') === type),
    );
    const libraries = components.filter((one) => fieldAt(one, 'type') === 'library');
    const licences = readFileSync(`${root}/app/dist/third-party-licenses.txt`, 'utf8');

    expect(fieldAt(sbom, 'bomFormat')).toBe('CycloneDX');
    expect(fieldAt(node, 'version')).toBe(process.versions.node);
    expect(fieldAt(base, 'name')).toMatch(/identity-gateway-base/);
    expect(fieldAt(sbom, 'metadata', 'component', 'name')).toBe(fieldAt(release, 'name'));
    expect(libraries.length).toBeGreaterThan(50);
    for (const one of libraries)
      expect(licences).toContain(`\n${textAt(one, 'name')} ${textAt(one, 'version')} (`);
    expect(globSync('**/node_modules', { cwd: root })).toEqual([]);
  });

  test('nothing that only a build or a test needs, wherever it is', () => {
    const sources = globSync('app/**/*.{ts,tsx,map,tsbuildinfo}', { cwd: root });
    const bytes = execFileSync('du', ['-sxb', root], { encoding: 'utf8' }).split('\t')[0];
    console.log(`The image has ${bytes} bytes in all.`);

    expect(sources).toEqual([]);
    expect(globSync('**/{sandbox,*.test.js,.npmrc,.env}', { cwd: `${root}/app` })).toEqual([]);
    expect(Number(bytes)).toBeLessThan(200_000_000);
  });

  test('no file that its user can change, and no set-user-id program', () => {
    const find = (...tests: string[]): string =>
      execFileSync('find', [root, '-xdev', ...tests], { encoding: 'utf8' });

    expect(find('-uid', '65532').trim()).toBe(`${root}/data`);
    expect(find('-perm', '/6000', '-type', 'f')).toBe('');
    expect(find('-path', `${root}/app/*`, '-perm', '/022', '-not', '-type', 'l')).toBe('');
  });
});

describe('as process 1 on a root that cannot be written', () => {
  let volume: ReturnType<typeof createVolume>;
  let peer: SandboxPeer;

  beforeAll(async () => {
    peer = await openSandboxPeer();
  });
  beforeEach(async () => {
    volume = createVolume();
    await peer.restore();
  });
  afterEach(() => volume.remove());
  afterAll(() => peer?.close());

  /** Where the gateway would listen on any interface, and tells callers of its own. */
  const here = { HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0' };

  test('it runs as an unprivileged user', async () => {
    const ask = `const { writeFileSync } = require('node:fs');
      let code;
      try { writeFileSync('/app/x', ''); } catch (error) { code = error.code; }
      console.log(JSON.stringify([process.pid, process.getuid(), process.getgid(), process.getgroups(), process.cwd(), code]));`;
    const one = startContainer(volume.path, {}, ['-e', ask], ['/usr/local/bin/node']);

    expect(await one.exited()).toBe(0);
    expect(JSON.parse(one.output())).toEqual([1, 65_532, 65_532, [65_532], '/app', 'EROFS']);
  });

  test('it serves, keeps its ledger in the volume, and finishes pending requests at SIGTERM', async () => {
    const alice = await peer.signIn('alice');
    const metricsPort = String(await freePort());
    const gateway = startContainer(volume.path, {
      ...here,
      METRICS_PORT: metricsPort,
      AM_URL: peer.url,
    });
    const client = createClient(await gateway.listening(), 2);
    try {
      expect(await client.get('/health/live')).toMatchObject({ status: 200 });
      expect(await client.get('/health/ready')).toMatchObject({ status: 200 });
      peer.sandbox.breakNext({ match: places.oathReset, effect: { kind: 'latency', ms: 700 } });
      const answer = client.graphql(
        'mutation { resetOathDevices(input: { target: { me: true } }) { outcome } }',
        alice,
      );
      await until('AM has the write', () => countAt(peer.sandbox, places.oathReset) === 1);

      expect(await healthOf(metricsPort)).toBe(0);
      gateway.signal('SIGTERM');

      expect(withoutCost((await answer).text)).toBe(
        '{"data":{"resetOathDevices":{"outcome":"DONE"}}}',
      );
      expect(await gateway.exited()).toBe(0);
      expect(gateway.errors()).toBe('');
      expect(readdirSync(volume.path)).toContainEqual(expect.stringMatching(/^ledger\./));
    } finally {
      client.close();
      await gateway.kill();
    }
  });

  test('its health check fails where nothing serves', async () => {
    expect(await healthOf(String(await freePort()))).toBe(1);
  });

  /** The exit code of the image's health check. */
  function healthOf(METRICS_PORT: string): Promise<number | null> {
    const [, program = '', ...args] = healthCheck;
    return startContainer(volume.path, { METRICS_PORT }, args, [program]).exited();
  }

  test.each([
    { what: 'without an AM', args: ['check'], code: 78, sentence: /AM_URL: missing/ },
    {
      what: 'with a ledger outside the volume',
      env: { AM_URL: 'http://127.0.0.1:9/am', DATA_DIR: '/app/data' },
      code: 78,
      sentence: /\/app\/data/,
    },
    { what: 'with an unknown argument', args: ['serve'], code: 64, sentence: /serve/ },
  ])('it is refused $what', async ({ args, env, code, sentence }) => {
    const one = startContainer(volume.path, { ...here, ...env }, args);

    expect(await one.exited()).toBe(code);
    expect(one.errors()).toMatch(sentence);
  });

  test('it knows its version', async () => {
    const one = startContainer(volume.path, {}, ['--version']);

    expect(await one.exited()).toBe(0);
    expect(one.output()).toBe(`${String(fieldAt(release, 'version'))}\n`);
  });
});
