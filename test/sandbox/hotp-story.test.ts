import { expect, test } from '@jest/globals';
import { hotpCode, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, listAt } from '../support/json.ts';
import { ALL } from './caller.ts';
import { describeFlavors, EVERY_FLAVOR } from './flavors.ts';
import { answerPage, stageOf, startSignIn } from './hotp-client.ts';
import { fromBase32 } from './replay.ts';

describeFlavors(EVERY_FLAVOR, 'the HOTP story', (get, _flavor, am) => {
  test('registers, loses step, is reset, registers again', async () => {
    const seed = await registerPeter(get());

    const next = await signIn(get(), hotpCode(seed, 1));
    const outOfStep = await signIn(get(), hotpCode(seed, 500));
    await am('amadmin POST peter/oath?_action=reset', {});
    const fresh = await startSignIn(get(), 'peter');

    expect([next, outOfStep].map(stageOf)).toEqual(['signed in', 'AuthenticatorOATH4']);
    expect(fieldAt(outOfStep.json, 'header')).toBe('Authenticator (OATH) Attempt 2 of 3');
    expect(stageOf(fresh)).toBe('AuthenticatorOATH2');
  });

  test('stores the counter after the registration', async () => {
    await registerPeter(get());

    const { json } = await am(`amadmin GET peter/oath${ALL}`);
    const id = String(fieldAt(listAt(json, 'result')[0], '_id'));
    const deleted = await am(`amadmin DELETE peter/oath/${id}`);

    expect(fieldAt(deleted.json, 'counter')).toBe(1);
  });

  test('accepts the window and nothing beyond', async () => {
    const seed = await registerPeter(get());

    const beyond = await signIn(get(), hotpCode(seed, 102));
    const last = await signIn(get(), hotpCode(seed, 101));
    const again = await signIn(get(), hotpCode(seed, 101));

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

async function registerPeter(sandbox: Sandbox): Promise<string> {
  const choice = await startSignIn(sandbox, 'peter');
  const shown = await answerPage(sandbox, choice.json, { IDToken1: 0 });
  const seed = fromBase32(/secret=([A-Z2-7]+)/.exec(shown.text)?.[1] ?? '');
  const asked = await answerPage(sandbox, shown.json, {});
  const done = await answerPage(sandbox, asked.json, { IDToken1: hotpCode(seed, 0), IDToken2: 0 });
  expect(stageOf(done)).toBe('signed in');
  return seed;
}

async function signIn(sandbox: Sandbox, code: string, name = 'peter') {
  const page = await startSignIn(sandbox, name);
  return answerPage(sandbox, page.json, { IDToken1: code });
}
