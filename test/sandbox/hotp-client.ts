/** A client of the `twofactor` service, like a user with an authenticator app (contract §18.3). */
import { hotpCode, type Sandbox } from '../../src/sandbox/index.ts';
import { fieldAt, textAt } from '../support/json.ts';
import { type AmAnswer, realmPath, send } from './am-client.ts';

const PATH = `${realmPath('/alpha')}/authenticate?authIndexType=service&authIndexValue=twofactor`;

/** Sends name and password by header. Returns the next page. */
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

/** Posts a page back with its inputs filled. */
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

/** Returns the stage of a page, or the result of the sign-in. */
export function stageOf(answer: AmAnswer): string {
  const stage = fieldAt(answer.json, 'stage');
  if (typeof stage === 'string') {
    return stage;
  }
  return fieldAt(answer.json, 'tokenId') === undefined ? `refused ${answer.status}` : 'signed in';
}

/** Signs in with the code of a planted device. Returns the token. */
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
