/** A gateway whose changes may need a second person, on a clock of the test. */
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import { writesTo } from '../access/received.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { listAt, textAt } from '../support/json.ts';
import { LedgerStage } from '../support/ledger-stage.ts';
import { proofEnv, type SessionHeader } from '../support/peer.ts';
import { documents, toldBy, type ApprovalMutation, type Told } from './approval-documents.ts';

/** A stage for requested changes. */
export class ApprovalStage extends LedgerStage {
  constructor(env: Environment = {}, flavor: Flavor = 'pingam') {
    const required = { APPROVAL_REQUIRED: 'everyone', LIMIT_PERSON_CHANGES: 'none' };
    super({ flavor, env: { ...proofEnv, ...required, ...env } });
  }

  target(name: string): object {
    return { target: { user: { id: this.stage.peer.idOf(name) } } };
  }

  answer(
    name: ApprovalMutation,
    as: SessionHeader,
    input: object,
  ): Promise<ClientAnswer<Record<string, never>>> {
    return this.stage.gateway.ask(documents[name], as, { input });
  }

  /** Runs a mutation, and returns what it came to. */
  async run(name: ApprovalMutation, as: SessionHeader, input: object): Promise<Told> {
    return toldBy(await this.answer(name, as, input), name);
  }

  /** Requests the reset of a person's one-time password devices, and returns its id. */
  async request(as: SessionHeader, name = 'bob', about: object = {}): Promise<string> {
    const input = { ...this.target(name), effect: 'RESET', kinds: ['OATH'], ...about };
    const told = await this.run('requestChange', as, input);
    return textAt(told.payload, 'pendingChange', 'id');
  }

  /** The writes to devices that AM has received. */
  deviceWrites(): readonly string[] {
    return writesTo(this.stage.sandbox)
      .filter(({ path }) => /\/devices\//.test(path))
      .map(({ method, path }) => `${method} ${path}`);
  }

  /** The ids of the waiting changes that a caller sees. */
  async waiting(as: SessionHeader): Promise<readonly string[] | string> {
    const query = '{ pendingChanges { nodes { id } } }';
    const answer = await this.stage.gateway.ask(query, as);
    const [code] = codesOf(answer);
    if (code !== undefined) return code;
    return listAt(answer.data, 'pendingChanges', 'nodes').map((one) => textAt(one, 'id'));
  }
}

export type { Told } from './approval-documents.ts';
