/** A gateway whose changes may need a second person, on a clock of the test. */
import { randomUUID } from 'node:crypto';
import type { PendingChange } from '../../src/domain/change/approval.ts';
import { recordIdIn } from '../../src/domain/devices/global-id.ts';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import { writesTo } from '../access/received.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { listAt, textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { proofEnv } from '../support/peer.ts';
import { withLists } from '../support/with-lists.ts';
import { documents, toldBy, type ApprovalMutation, type Told } from './approval-documents.ts';

/** What is requested unless a test says otherwise. */
export const reset = resetOf('OATH');

/** What is requested: a reset of these kinds. */
export function resetOf(...kinds: readonly string[]) {
  return { change: { reset: kinds } };
}

/** A stage for requested changes. */
export class ApprovalStage extends LedgerStage {
  constructor(env: Environment = {}, flavor: Flavor = 'pingam') {
    const required = withLists({ approvals: [{ of: 'everyone' }], limits: { personChanges: [] } });
    super({ flavor, env: { ...proofEnv, ...required, ...env } });
  }

  target(name: string): object {
    return { target: { user: { id: this.stage.peer.idOf(name) } } };
  }

  answer(
    name: ApprovalMutation,
    who: string,
    input: object,
  ): Promise<ClientAnswer<Record<string, never>>> {
    // With a key of its own, a request is no double click.
    const keyed = { idempotencyKey: randomUUID(), ...input };
    return this.ask(documents[name], who, {
      input: name === 'requestDeviceChange' ? keyed : input,
    });
  }

  /** Runs a mutation as a person, and returns what it came to. */
  async run(name: ApprovalMutation, who: string, input: object): Promise<Told> {
    return toldBy(await this.answer(name, who, input), name);
  }

  approve(who: string, id: string): Promise<Told> {
    return this.run('approveDeviceChange', who, { id });
  }

  /** Requests the reset of a person's one-time password devices, and returns its id. */
  async request(who = 'helen', name = 'bob', about: object = {}): Promise<string> {
    const input = { ...this.target(name), ...reset, ...about };
    const told = await this.run('requestDeviceChange', who, input);
    return textAt(told.payload, 'pendingChange', 'id');
  }

  /** The requested change with a global id, as the ledger keeps it. */
  async kept(id: string): Promise<PendingChange | null> {
    return (await this.ledger.approvals?.find(recordIdIn('PendingDeviceChange', id))) ?? null;
  }

  /** The writes to devices that AM has received. */
  deviceWrites(): readonly string[] {
    return writesTo(this.stage.sandbox)
      .filter(({ path }) => /\/devices\//.test(path))
      .map(({ method, path }) => `${method} ${path}`);
  }

  /** The ids of the waiting changes that a caller sees. */
  async waiting(who: string): Promise<readonly string[] | string> {
    const query = '{ pendingDeviceChanges { nodes { id } } }';
    const answer = await this.ask(query, who);
    const [code] = codesOf(answer);
    if (code !== undefined) return code;
    return listAt(answer.data, 'pendingDeviceChanges', 'nodes').map((one) => textAt(one, 'id'));
  }
}
