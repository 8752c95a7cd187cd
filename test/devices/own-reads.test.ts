/** A change believes no read that was under way before it, whosever credential it is made with (design D8). */
import { expect, test } from '@jest/globals';
import { MyDevicesDocument, PersonDevicesDocument } from '../../packages/client/operations.ts';
import { codesOf } from '../support/gateway.ts';
import type { ClientAnswer } from '../support/gateway.ts';
import type { SessionHeader } from '../support/peer.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('pingam', { env: ({ staffEnv }) => staffEnv() });

const reset = `mutation ($target: ChangeTarget!) { resetOathDevices(input: { target: $target }) {
  outcome user { displayName oathDevices { id: amId } pushDevices { id: amId } } } }`;

interface Row {
  readonly caller: string;
  /** Whom the caller names; nobody where they act for themselves, with their own session. */
  readonly userId?: string;
}

/** How often AM was asked for people and lists; groups are remembered apart, by rules of their own. */
function reads(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of stage.sandbox.received()) {
    if (method === 'GET' && path.includes('/users/')) counts[path] = (counts[path] ?? 0) + 1;
  }
  return counts;
}

test.each<Row>([{ caller: 'alice' }, { caller: 'helen', userId: 'bob' }])(
  '$caller resets while she looks at the same',
  async ({ caller, userId }) => {
    const as = await stage.peer.signIn(caller);
    const look = (by: SessionHeader): Promise<ClientAnswer<unknown>> =>
      userId === undefined
        ? stage.gateway.send(MyDevicesDocument, {}, by)
        : stage.gateway.send(PersonDevicesDocument, { id: userId }, by);
    const change = (by: SessionHeader): Promise<ClientAnswer<unknown>> =>
      stage.gateway.ask(reset, by, {
        target: userId === undefined ? { self: true } : { user: { id: userId } },
      });
    stage.sandbox.clearReceived();
    await look(as);
    await change(as);
    const apart = reads();
    stage.restart();
    const again = await stage.peer.signIn(caller);
    stage.sandbox.clearReceived();
    const effect = { kind: 'latency', ms: 200 } as const;
    stage.sandbox.breakNext({ match: { method: 'GET' }, effect, times: Infinity });

    const answers = await Promise.all([look(again), change(again)]);

    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(Object.keys(apart).length).toBeGreaterThan(2);
    expect(reads()).toEqual(apart);
  },
);
