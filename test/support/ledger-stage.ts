/** A gateway with a ledger, on a clock of the test, for the tests of a file or block. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import type { LedgerParts, OpenLedger } from '../../src/ledger/open-ledger.ts';
import { openTestLedger } from './ledger.ts';
import type { SessionHeader } from './peer.ts';
import { everyCallerEnv, openStage, type Stage } from './stage.ts';

/** So long that nothing which the gateway or the ledger has counted or cached matters any more. */
const betweenTests = 3 * 24 * 3_600_000;

export class LedgerStage {
  now = Date.now();
  readonly #flavor: Flavor;
  readonly #env: Environment;
  #ledger: OpenLedger | undefined;
  #stage: Stage | undefined;

  constructor(flavor: Flavor, env: Environment) {
    this.#flavor = flavor;
    this.#env = env;
    beforeAll(async () => {
      this.#ledger = await openTestLedger({ now: () => this.now, ...this.ledgerParts() });
      this.#stage = await this.openGateway();
    });
    beforeEach(async () => {
      this.now += betweenTests;
      await this.ledger.empty();
      this.stage.restart();
    });
    afterAll(async () => {
      await this.#stage?.close();
      await this.#ledger?.close();
    });
  }

  /** What the ledger needs besides the clock. */
  protected ledgerParts(): Partial<LedgerParts> {
    return {};
  }

  get stage(): Stage {
    if (this.#stage === undefined) throw new Error('The stage opens before the first test.');
    return this.#stage;
  }

  get ledger(): OpenLedger {
    if (this.#ledger === undefined) throw new Error('The ledger opens before the first test.');
    return this.#ledger;
  }

  /** Starts a gateway on the ledger, in front of an AM of its own on the same clock. */
  openGateway(env: Environment = {}): Promise<Stage> {
    const now = (): number => this.now;
    return openStage(this.#flavor, {
      env: everyCallerEnv({ ...this.#env, ...env }),
      ledger: this.ledger,
      now,
      amNow: now,
      elapsed: now,
    });
  }

  signIn(name: string): Promise<SessionHeader> {
    return this.stage.peer.signIn(name);
  }
}
