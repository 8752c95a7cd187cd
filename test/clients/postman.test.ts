/**
 * Sends every request of the Postman collection, as Postman does, to a gateway in front of the
 * sandbox.
 */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { callers, operations } from '../ground/operations/documented.ts';
import { postmanCollection } from '../ground/operations/postman.ts';
import { oneRecord } from '../ground/operations/stage.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { codesOf, read } from '../support/gateway.ts';
import { oneLevel } from '../support/one-level.ts';
import { oneApproval } from '../support/one-approval.ts';
import { oneCampaignOnly } from '../support/one-campaign.ts';
import { oneProof } from '../support/one-proof.ts';
import { proofEnv, vendorEnv } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('pingam', {
  env: (peer) => ({ ...peer.staffEnv(), ...proofEnv, ...vendorEnv }),
  ledger: {
    ...oneRecord,
    proofs: oneProof(Date.now),
    threats: oneLevel(Date.now),
    approvals: oneApproval(),
    campaigns: oneCampaignOnly,
  },
});

const collection: unknown = JSON.parse(await readFile(postmanCollection, 'utf8'));
const requests = listAt(collection, 'item').flatMap((folder, index) =>
  listAt(folder, 'item').map((one) => ({
    name: textAt(one, 'name'),
    folder: textAt(folder, 'name'),
    request: fieldAt(one, 'request'),
    caller: index === 0 ? callers.self : callers['super user'],
  })),
);

test('it contains every documented operation', () => {
  expect([...new Set(requests.map(({ name }) => name))].toSorted()).toEqual(
    operations.map(({ name }) => name).toSorted(),
  );
});

test.each(requests)('$folder: $name is answered without an error', async (row) => {
  const { name, request, caller } = row;
  const sessionHeader = stage.peer.cookieName;
  const session = textAt(await stage.peer.signIn(caller), sessionHeader);
  const fill = filler({
    ...defaults(),
    url: `${stage.gateway.url}/graphql`,
    sessionHeader,
    session,
  });

  const graphql = fieldAt(request, 'body', 'graphql');
  const answer = await read(
    await fetch(fill(textAt(request, 'url')), {
      method: textAt(request, 'method'),
      headers: listAt(request, 'header').map((one): [string, string] => [
        fill(textAt(one, 'key')),
        fill(textAt(one, 'value')),
      ]),
      body: JSON.stringify({
        query: fill(textAt(graphql, 'query')),
        variables: JSON.parse(fill(textAt(graphql, 'variables'))),
      }),
    }),
  );

  expect([answer.status, codesOf(answer)]).toEqual([200, []]);
  // PingAM cannot spare the session of users who end their own.
  if (name === 'EndSessions' && caller === callers.self) return;
  // A withdrawal needs a request by this caller, so the gateway refuses it.
  const errors = /"errors":\[\{(?:"code":"(\w+)")?/.exec(answer.text);
  expect(errors === null ? null : errors[1]).toBe(refusedRequests[name] ?? null);
  // The answer shows no user if the request does not exist.
  const isEmpty = /"(user|caller|capabilities|me)":null/.test(answer.text);
  expect(isEmpty).toBe(refusedRequests[name] !== undefined);
});

const refusedRequests: Readonly<Record<string, string>> = {
  WithdrawChange: 'REQUEST_NOT_FOUND',
};

/** Returns the default variables of the collection. */
function defaults(): Record<string, string> {
  return Object.fromEntries(
    listAt(collection, 'variable').map((one) => [textAt(one, 'key'), textAt(one, 'value')]),
  );
}

/** Replaces `{{names}}` by values. A name without a value fails. */
function filler(values: Readonly<Record<string, string>>): (text: string) => string {
  return (text) =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${name} is no variable of the collection`);
      return value;
    });
}
