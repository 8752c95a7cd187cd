/** A gateway with a ledger, whose realms can have threat levels. */
import { beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { Flavor } from '../../src/domain/people/flavor.ts';
import type { ThreatLevel, ThreatState } from '../../src/domain/threat/threat-level.ts';
import { changeDocument, type changes } from '../access/changes.ts';
import { codesOf, type ClientAnswer } from '../support/gateway.ts';
import { fieldAt } from '../support/json.ts';
import { LedgerStage, type Who } from '../support/ledger-stage.ts';
import { withLists } from '../support/with-lists.ts';

export const setDocument = `mutation ($input: SetRealmThreatLevelInput!) {
  setRealmThreatLevel(input: $input) {
    threatLevel { realm level until ownChanges staffChanges since reason setBy { amId realm role } }
    errors { code }
  }
}`;

export const showDocument = `query ($realm: String) {
  realmThreatLevel(realm: $realm) { realm level until ownChanges staffChanges since reason setBy { amId realm role } }
}`;

/** A stage for threat levels. */
export class ThreatStage extends LedgerStage {
  #before = 0;

  constructor(flavor: Flavor = 'pingam', env: Environment = {}) {
    super({ flavor, env: { ...withLists({ limits: { personChanges: [] } }), ...env } });
    // Levels are no records: they stay when the ledger is emptied.
    beforeEach(() => void (this.#before = this.now - 1));
  }

  /** The levels that this test has set. */
  async states(): Promise<readonly ThreatState[]> {
    const all = (await this.ledger.threats?.current()) ?? [];
    return all.filter(({ since }) => Date.parse(since) > this.#before);
  }

  /** The end of levels that `level` sets. */
  get end(): string {
    return new Date(this.now + 3_600_000).toISOString();
  }

  /** Puts a level in force. */
  async level(level: ThreatLevel, realm = 'alpha'): Promise<void> {
    const until = level === 'NORMAL' ? null : this.end;
    const by = { actor: null, isFresh: false, correlationId: null };
    await this.ledger.threats?.set({ realm, level, until, reason: 'test', ...by });
  }

  /** Sets a level over GraphQL. */
  set(who: Who, input: object): Promise<ClientAnswer<Record<string, never>>> {
    return this.ask(setDocument, who, { input });
  }

  /** Returns the level that a caller sees, or the code of the refusal. */
  async shown(who: Who, realm?: string): Promise<unknown> {
    const answer = await this.ask(showDocument, who, { realm });
    return codesOf(answer)[0] ?? fieldAt(answer.data, 'realmThreatLevel');
  }

  /** Makes a change of a person, or of the caller; `done`, or the code of the refusal. */
  async change(
    who: Who,
    change: (typeof changes)[number],
    person: { readonly id?: string; readonly realm?: string; readonly given?: string } = {},
  ): Promise<string> {
    const { given, ...named } = person;
    const input = [change.input, given].filter((part) => part !== undefined && part !== '');
    const wanted = { ...change, input: input.join(', ') };
    const document = changeDocument([wanted], { ...named });
    const answer = await this.ask(document, who);
    return codesOf(answer)[0] ?? 'done';
  }
}
