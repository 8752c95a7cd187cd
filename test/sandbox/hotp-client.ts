/** What a person with an authenticator app does at the `twofactor` service (contract §18.3). */
import { hotpCode } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { realmPath, send } from './am-client.ts';
import type { AmAnswer } from './am-client.ts';

const PATH = `${realmPath('/alpha')}/authenticate?authIndexType=service&authIndexValue=twofactor`;

/** Name and password by header: the page that comes next. */
export function startSignIn(sandbox: Sandbox, name: string): Promise<AmAnswer> {
  return send(sandbox.url, PATH, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept-API-Version': 'resource=2.0, protocol=1.0',
      'X-OpenAM-Username': name,
      'X-OpenAM-Password': 'sandbox-password',
    },
    body: '{}',
  });
}

/** Posts the page back with inputs filled in. */
export function answerPage(
  sandbox: Sandbox,
  page: unknown,
  inputs: Readonly<Record<string, unknown>>,
): Promise<AmAnswer> {
  const body = JSON.stringify(page, (_, value: unknown) => {
    const name = fieldAt(value, 'name');
    return typeof name === 'string' && name in inputs ? { name, value: inputs[name] } : value;
  });
  return send(sandbox.url, PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-API-Version': 'resource=2.0' },
    body,
  });
}

/** The stage of a page, or how the sign-in ended. */
export function stageOf(answer: AmAnswer): string {
  const stage = fieldAt(answer.json, 'stage');
  if (typeof stage === 'string') {
    return stage;
  }
  return fieldAt(answer.json, 'tokenId') === undefined ? `refused ${answer.status}` : 'signed in';
}

/** Signs in with the code of a planted device at a counter: the token. */
export async function signInWithCode(
  sandbox: Sandbox,
  name: string,
  deviceId: string,
  counter: number,
): Promise<string> {
  const seed = `5ec2e7c0de${deviceId.replaceAll('-', '')}`.padEnd(40, '0').slice(0, 40);
  const page = await startSignIn(sandbox, name);
  const done = await answerPage(sandbox, page.json, { IDToken1: hotpCode(seed, counter) });
  return textAt(done.json, 'tokenId');
}
