/** A gateway with a ledger, on a clock of the test. Every test has its own. */
import { afterEach, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/flavor.ts';
import type { LedgerParts, OpenLedger } from '../../src/ledger/open-ledger.ts';
import { openTestLedger } from './ledger.ts';
import type { SessionHeader } from './peer.ts';
import { everyCallerEnv, openStage, type Stage } from './stage.ts';

export class LedgerStage {
  now = Date.now();
  readonly #flavor: Flavor;
  readonly #env: Environment;
  readonly #isAmOnClock: boolean;
  #ledger: OpenLedger | undefined;
  #stage: Stage | undefined;

  /** @param isAmOnClock whether AM is on the clock, too, so that its sessions end by it */
  constructor(flavor: Flavor, env: Environment, isAmOnClock = true) {
    this.#isAmOnClock = isAmOnClock;
    this.#flavor = flavor;
    this.#env = env;
    beforeEach(async () => {
      this.now = Date.now();
      this.#ledger = await openTestLedger({ now: () => this.now, ...this.ledgerParts() });
      this.#stage = await this.openGateway();
    });
    afterEach(async () => {
      await this.#stage?.close();
      await this.#ledger?.close();
    });
  }

  /** What the ledger of each test needs besides the clock. */
  protected ledgerParts(): Partial<LedgerParts> {
    return {};
  }

  get stage(): Stage {
    if (this.#stage === undefined) throw new Error('The stage opens before each test.');
    return this.#stage;
  }

  get ledger(): OpenLedger {
    if (this.#ledger === undefined) throw new Error('The ledger opens before each test.');
    return this.#ledger;
  }

  /** Starts a gateway on the ledger, in front of an AM of its own. */
  openGateway(env: Environment = {}): Promise<Stage> {
    const now = (): number => this.now;
    return openStage(this.#flavor, {
      env: everyCallerEnv({ ...this.#env, ...env }),
      ledger: this.ledger,
      now,
      ...(this.#isAmOnClock && { amNow: now, elapsed: now }),
    });
  }

  signIn(name: string): Promise<SessionHeader> {
    return this.stage.peer.signIn(name);
  }
}
