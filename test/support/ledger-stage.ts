/**
 * A gateway with a ledger, on a clock of the test. It starts once for a file or block; before each
 * test users, sessions and records are as at the start, and two hours have passed.
 */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { LedgerParts, OpenLedger } from '../../src/ledger/open-ledger.ts';
import type { ClientAnswer } from './gateway.ts';
import { openCampaignLedger, openTestLedger } from './ledger.ts';
import type { SessionHeader } from './peer.ts';
import { actAs, everyCallerEnv, openStage, type Stage } from './stage.ts';

/** How a stage differs from others. */
export interface LedgerStageOptions {
  readonly flavor?: Flavor;
  readonly env?: Environment;
  /** What the ledger needs besides the clock. */
  readonly parts?: Partial<LedgerParts>;
  /** Whether the ledger has campaigns. Default: no, as on SQLite. */
  readonly hasCampaigns?: boolean;
  /** What the gateway gets for the ledger. */
  readonly wrap?: (ledger: OpenLedger) => OpenLedger;
  /** Fills the ledger once; then its records stay from test to test. */
  readonly fill?: () => Promise<void>;
}

/** A caller: a text for `actAs`, or a credential. */
export type Who = string | SessionHeader;

/** Beyond every cache and limit of a gateway. */
const pauseMs = 7_200_000;

export class LedgerStage {
  now = Date.now();
  readonly #options: LedgerStageOptions;
  #ledger: OpenLedger | undefined;
  #stage: Stage | undefined;

  constructor(options: LedgerStageOptions = {}) {
    this.#options = options;
    const { parts, fill, hasCampaigns = false } = options;
    const open = hasCampaigns ? openCampaignLedger : openTestLedger;
    beforeAll(async () => {
      this.#ledger = await open({ now: () => this.now, ...parts });
      this.#stage = await this.openGateway();
      await fill?.();
    });
    beforeEach(async () => {
      this.now += pauseMs;
      this.stage.restart();
      if (fill === undefined) await this.ledger.empty();
    });
    afterAll(async () => {
      await this.#stage?.close();
      await this.#ledger?.close();
    });
  }

  get stage(): Stage {
    if (this.#stage === undefined) throw new Error('The stage opens before the first test.');
    return this.#stage;
  }

  get ledger(): OpenLedger {
    if (this.#ledger === undefined) throw new Error('The ledger opens before the first test.');
    return this.#ledger;
  }

  /** Starts a gateway on the ledger, in front of an AM of its own. */
  openGateway(env: Environment = {}): Promise<Stage> {
    const now = (): number => this.now;
    const { flavor = 'pingam', wrap = (ledger) => ledger } = this.#options;
    return openStage(flavor, {
      env: everyCallerEnv({ ...this.#options.env, ...env }),
      ledger: wrap(this.ledger),
      now,
      amNow: now,
      elapsed: now,
    });
  }

  /** Asks as `actAs` says, or with a credential. */
  async ask(
    query: string,
    who: Who = 'nobody',
    variables?: object,
  ): Promise<ClientAnswer<Record<string, never>>> {
    const as = typeof who === 'string' ? await actAs(this.stage, who) : who;
    return this.stage.gateway.ask(query, as, variables);
  }

  signIn(name: string, realm?: string): Promise<SessionHeader> {
    return this.stage.peer.signIn(name, realm);
  }
}
