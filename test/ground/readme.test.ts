/** The README's commands, run as they are printed, in every flavour; only the port is another one. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmStart } from '../support/started-gateway.ts';
import type { StartedGateway } from '../support/started-gateway.ts';

const run = promisify(execFile);

/** The blocks of the README that are marked to be tried, in order. */
async function blocks(): Promise<string[]> {
  const text = await readFile('README.md', 'utf8');
  return [...text.matchAll(/```sh try\n([\s\S]*?)```/g)].map(([, block = '']) => block);
}

describe.each(['pingam', 'aic', 'openam'])('on the %s sandbox', (flavor) => {
  let gateway: StartedGateway;
  let answers: unknown[];

  beforeAll(async () => {
    gateway = await npmStart({ AM_FLAVOR: flavor });
    const script = (await blocks()).join('\necho\n').replaceAll(':4000', `:${gateway.port}`);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, SANDBOX_PORT: `${gateway.sandboxPort}` },
    });
    answers = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }, 30_000);
  afterAll(() => gateway?.stop());

  test('npm start says where everything is', () => {
    expect(gateway.output()).toContain(`http://127.0.0.1:${gateway.port}/graphql`);
    expect(gateway.output()).toContain(
      `http://127.0.0.1:${gateway.sandboxPort}/${flavor === 'openam' ? 'openam' : 'am'}`,
    );
    expect(gateway.output()).toContain('npm run -s sign-in -- alice');
  });

  test('the first answer comes within ten seconds', () => {
    expect(gateway.startMs).toBeLessThan(10_000);
  });

  test('alice sees her devices', () => {
    expect(answers[0]).toMatchObject({
      data: {
        me: {
          displayName: 'Alice Example',
          oathDevices: [{ name: "Alice's phone" }],
          pushDevices: [{ name: "Alice's push phone" }],
        },
      },
    });
  });

  test('alice resets her one-time passwords', () => {
    expect(answers[1]).toMatchObject({
      data: {
        resetOathDevices: {
          outcome: 'DONE',
          verified: true,
          oathSkip: 'NOT_SET',
          removedDevices: [{ name: "Alice's phone" }],
          user: { oathDevices: [] },
          errors: [],
        },
      },
    });
  });

  test('help desk resets for bob', () => {
    expect(answers[2]).toMatchObject({
      data: {
        resetPushDevices: {
          outcome: 'DONE',
          verified: true,
          removedDevices: [{ name: "Bob's push phone" }],
          errors: [],
        },
      },
    });
  });

  test('alice is refused what is not hers', () => {
    expect(answers[3]).toMatchObject({
      data: { user: null },
      errors: [{ message: 'You may not do this.', extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('a portal sees alice by her access token', () => {
    expect(answers[4]).toMatchObject({
      data: {
        viewer: { roles: ['SELF'], means: 'BEARER', canChangeOwn: true },
        me: { devices: [{ kind: 'PUSH', name: "Alice's push phone" }] },
      },
    });
    expect(answers).toHaveLength(5);
  });
});
