/** Runs the README's commands on other ports: by npm, and by the built program. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runBlocksOf } from '../support/page.ts';
import { npmStart, start, type StartedGateway } from '../support/started-gateway.ts';

const run = promisify(execFile);

const done = { outcome: 'DONE', isVerified: true, errors: [] };

/** The output of the README's commands, in order. */
const steps = [
  {
    promise: 'alice sees her devices',
    data: {
      me: {
        displayName: 'Alice Example',
        oathDevices: [{ name: "Alice's phone" }],
        pushDevices: [{ name: "Alice's push phone" }],
      },
    },
  },
  {
    promise: 'alice resets her one-time passwords',
    data: {
      resetOathDevices: {
        ...done,
        removedDevices: [{ name: "Alice's phone" }],
        user: { oathSkip: 'NOT_SET', oathDevices: [] },
      },
    },
  },
  {
    promise: 'alice sees it in her history',
    data: {
      me: {
        history: {
          edges: [
            {
              node: {
                effect: 'RESET',
                outcome: 'DONE',
                actor: { role: 'SELF' },
                removedDevices: [{ name: "Alice's phone" }],
              },
            },
          ],
        },
      },
    },
  },
  {
    promise: 'help desk resets for bob',
    data: { resetPushDevices: { ...done, removedDevices: [{ name: "Bob's push phone" }] } },
  },
  {
    promise: 'alice cannot see another person',
    data: { user: null },
    errors: [
      { message: 'You do not have permission to do this.', extensions: { code: 'FORBIDDEN' } },
    ],
  },
  {
    promise: 'a portal sees alice by her access token',
    data: {
      gatewayCaller: { roles: ['SELF'], credential: 'BEARER', canChangeOwn: true },
      me: { devices: [{ kind: 'PUSH', name: "Alice's push phone" }] },
    },
  },
];

describe.each(['pingam', 'openam'])('on the %s sandbox', (flavor) => {
  let gateway: StartedGateway;
  let answers: unknown[];

  beforeAll(async () => {
    const env = { AM_FLAVOR: flavor };
    // The commands of the scripts of npm; one flavor is enough to test npm, and the build.
    const built = { command: 'node', args: ['dist/main.js', 'sandbox', '--demo'] };
    gateway = await (flavor === 'pingam' ? npmStart(env) : start(built, env));
    const signIn = flavor === 'pingam' ? '$&' : 'node dist/sign-in.js';
    const blocks = runBlocksOf('README.md').filter(({ use }) => use === 'try');
    const texts = blocks.map(({ text }) => text.replaceAll(/npm run -s sign-in --/g, signIn));
    const script = texts.join('\necho\n');
    const { stdout } = await run(
      'bash',
      ['-euo', 'pipefail', '-c', script.replaceAll(':4000', `:${gateway.port}`)],
      { env: { ...process.env, SANDBOX_PORT: `${gateway.sandboxPort}` } },
    );
    answers = (stdout.match(/^.+$/gm) ?? []).map((line): unknown => JSON.parse(line));
  }, 300_000);
  afterAll(() => gateway?.stop());

  test('the start prints the addresses', () => {
    const sandbox = `:${gateway.sandboxPort}/${flavor === 'openam' ? 'openam' : 'am'}`;

    expect(gateway.output()).toContain(`http://127.0.0.1:${gateway.port}/graphql`);
    expect(gateway.output()).toContain(`http://127.0.0.1${sandbox}`);
    expect(gateway.output()).toContain('npm run -s sign-in -- alice');
  });

  test.each(steps.map(({ promise, ...answer }, index) => ({ promise, answer, index })))(
    '$promise',
    ({ answer, index }) => {
      expect(answers).toHaveLength(steps.length);
      expect(answers[index]).toMatchObject(answer);
    },
  );
});
