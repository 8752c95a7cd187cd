/** The second factor at its edges; the story itself is in test/e2e/hotp-story and test/contract/two-factor. */
import { expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { hotpCode, secretIn } from '../openam/hotp-code.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { answerPage, stageOf, startSignIn } from './hotp-client.ts';

describeFlavors(EVERY_FLAVOR, 'a sign-in with a second factor', (get) => {
  test('accepts the window and nothing beyond', async () => {
    const secret = await registerPeter(get());

    const beyond = await signIn(get(), hotpCode(secret, 102));
    const last = await signIn(get(), hotpCode(secret, 101));
    const again = await signIn(get(), hotpCode(secret, 101));

    expect([beyond, last, again].map(stageOf)).toEqual([
      'AuthenticatorOATH4',
      'signed in',
      'AuthenticatorOATH4',
    ]);
  });

  test('ends after three wrong codes', async () => {
    let page = await startSignIn(get(), 'alice');
    const stages = [];

    for (let attempt = 1; attempt <= 3; attempt += 1) {
      page = await answerPage(get(), page.json, { IDToken1: '12345x' });
      stages.push(stageOf(page));
    }

    expect(stages).toEqual(['AuthenticatorOATH4', 'AuthenticatorOATH4', 'refused 401']);
  });

  test('takes a recovery code only once', async () => {
    const first = await signIn(get(), 'SECRET-alice-1', 'alice');
    const done = await answerPage(get(), first.json, {});
    const second = await signIn(get(), 'SECRET-alice-1', 'alice');

    expect([first, done, second].map(stageOf)).toEqual([
      'AuthenticatorOATH6',
      'signed in',
      'AuthenticatorOATH4',
    ]);
  });

  test('remembers that the step was skipped', async () => {
    const page = await startSignIn(get(), 'peter');

    const skipped = await answerPage(get(), page.json, { IDToken1: 1 });
    const next = await startSignIn(get(), 'peter');

    expect([skipped, next].map(stageOf)).toEqual(['signed in', 'signed in']);
  });
});

async function registerPeter(sandbox: Sandbox): Promise<Uint8Array> {
  const choice = await startSignIn(sandbox, 'peter');
  const shown = await answerPage(sandbox, choice.json, { IDToken1: 0 });
  const secret = secretIn(shown.text) ?? Buffer.alloc(0);
  const asked = await answerPage(sandbox, shown.json, {});
  const done = await answerPage(sandbox, asked.json, {
    IDToken1: hotpCode(secret, 0),
    IDToken2: 0,
  });
  expect(stageOf(done)).toBe('signed in');
  return secret;
}

async function signIn(sandbox: Sandbox, code: string, name = 'peter') {
  const page = await startSignIn(sandbox, name);
  return answerPage(sandbox, page.json, { IDToken1: code });
}
