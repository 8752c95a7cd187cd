/** A gateway with recorded changes, for every kind of caller. */
import type { Intent } from '../../src/domain/change/change-record.ts';
import { anIntent, anOutcome, idOf, terms } from '../ledger/builders.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { LedgerStage, type LedgerStageOptions } from '../support/ledger-stage.ts';
import type { SessionHeader } from '../support/peer.ts';
import { actAs } from '../support/stage.ts';
import { staffScopes } from './scene.ts';

export type Answer = ClientAnswer<Record<string, never>>;

export class RecordStage extends LedgerStage {
  constructor({ env, ...options }: LedgerStageOptions = {}) {
    super({ ...options, env: { ...staffScopes, ...env } });
  }

  /** Records a change a minute after the last, by default one of bob by helen. */
  async record(
    about: Partial<Intent> = {},
    outcome: 'DONE' | 'NOT_DONE' = 'DONE',
  ): Promise<string> {
    this.now += 60_000;
    const id = idOf(await this.ledger.begin(anIntent(about), terms()));
    await this.ledger.complete(id, anOutcome(outcome));
    return id;
  }

  /** Gives up the mail that waits. */
  async giveUpMail(problem = 'NO_ADDRESS'): Promise<void> {
    for (const message of await this.ledger.outbox.claim('mail', 8))
      await this.ledger.outbox.settle(message, { kind: 'failed', problem });
  }

  as(who: string): Promise<SessionHeader> {
    return actAs(this.stage, who);
  }
}

/** Of each field of an answer: the code of its error, the codes of its errors as data, or `yes`. */
export function verdictOf({ data, errors }: Answer): string {
  const verdicts = Object.entries(data ?? {}).map(([name, payload]: [string, unknown]) => {
    const error = errors.find(({ path }) => path?.[0] === name);
    if (error !== undefined) return error.extensions.code;
    if (payload === null) return 'none';
    if (fieldAt(payload, 'errors') === undefined) return 'yes';
    const errorCodes = listAt(payload, 'errors').map((one) => textAt(one, 'code'));
    return errorCodes.join() || 'yes';
  });
  return [...new Set(data === null ? codesOf({ errors }) : verdicts)].join();
}
