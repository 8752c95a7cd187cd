/** A gateway whose resets hold new devices, and the questions of AM's script. */
import { fieldAt } from '../support/json.ts';
import { LedgerStage, type LedgerStageOptions } from '../support/ledger-stage.ts';
import { withLists } from '../support/with-lists.ts';

export const secret = 'the-secret-of-the-script-and-the-gateway';

/** What the endpoint replied. */
export interface Decided {
  readonly status: number;
  readonly body: unknown;
}

export class EnrolmentStage extends LedgerStage {
  constructor({ env = {}, ...options }: LedgerStageOptions = {}) {
    super({
      env: {
        ...withLists({ enrolment: { rules: [{ method: 'ticket' }] } }),
        ENROLMENT_SECRET: secret,
        ...env,
      },
      parts: { enrolment: { rules: [{}], holdMs: 72 * 3_600_000, key: () => secret } },
      ...options,
    });
  }

  /** Staff reset a person's one-time passwords; returns the setup code of the payload. */
  async reset(who: string, name: string, more: object = {}): Promise<string | null> {
    const mutation =
      'mutation ($input: ResetDevicesOfKindInput!) { resetOathDevices(input: $input) { outcome setupCode } }';
    const target = { user: { realm: 'alpha', id: this.stage.peer.idOf(name) } };
    const answer = await this.ask(mutation, who, { input: { target, ...more } });
    if (answer.errors.length > 0) throw new Error(answer.text);
    const code = fieldAt(answer.data, 'resetOathDevices', 'setupCode');
    return typeof code === 'string' ? code : null;
  }

  /** Posts a question as a script of AM does. */
  async post(question: unknown, headers: Record<string, string> = {}): Promise<Decided> {
    const response = await fetch(new URL('/enrolment/decisions', this.stage.gateway.url), {
      method: 'POST',
      headers: { 'content-type': '*/*; charset=UTF-8', 'x-enrolment-secret': secret, ...headers },
      body: typeof question === 'string' ? question : JSON.stringify(question),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Asks about a person of alpha; returns decision and reason. */
  async asks(name: string, more: object = {}): Promise<string> {
    const user = this.stage.peer.idOf(name);
    const { body } = await this.post({ realm: 'alpha', user, kind: 'OATH', ...more });
    return `${String(fieldAt(body, 'decision'))} ${String(fieldAt(body, 'reason'))}`;
  }
}
