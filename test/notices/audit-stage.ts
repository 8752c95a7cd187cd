/** A follower of a ledger in this process, which writes the audit log to any target. */
import { afterEach, beforeEach } from '@jest/globals';
import type { AuditTarget } from '../../src/config/things/audit-log.ts';
import type { AuditFollower } from '../../src/notices/audit/audit-follower.ts';
import { openAuditLog, type AuditLogParts } from '../../src/process/gateway/open-audit-log.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { anIntent, anOutcome, aPerson, idOf, phone, terms } from '../ledger/builders.ts';
import { createStore, type StoredLedger, type TestStore } from '../ledger/stores.ts';
import { until } from '../reliability/am-traffic.ts';
import { fieldAt, textAt } from '../support/json.ts';

/** A new ledger for each test, and what follows it. */
export interface AuditStage {
  readonly ledger: StoredLedger;
  /** Starts to follow; resolves when the position is set. */
  follow(target: AuditTarget, output?: AuditLogParts['output']): Promise<AuditFollower>;
  /** Makes a change, whose two records are an event of status 0 and one of status 1. */
  change(id?: string): Promise<string>;
  /** Ends the pause after a failure. */
  endPause(): void;
  /** The warnings about the audit log. */
  warnings(): readonly string[];
  /** Waits until the position is set: earlier records are for `ledger export`. */
  hasStarted(): Promise<void>;
}

export function useAuditStage(): AuditStage {
  let store: TestStore;
  let ledger: StoredLedger;
  let log: string[];
  let skippedMs = 0;
  const followers: AuditFollower[] = [];
  beforeEach(async () => {
    store = await createStore('SQLite');
    ledger = await store.open();
    log = [];
  });
  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    await store.remove();
  });
  const hasStarted = (): Promise<void> =>
    until('the follower has started', async () => {
      const lease = ledger.store.query((db) => db.selectFrom('audit_lease').selectAll().execute());
      return (await lease).length === 1;
    });
  return {
    get ledger() {
      return ledger;
    },
    follow: async (auditLog, output) => {
      const destination = { write: (line: string) => void log.push(line) };
      const parts = {
        trail: ledger.trail,
        log: createLog('info', { destination }),
        metrics: undefined,
        output,
        elapsed: () => performance.now() + skippedMs,
      };
      const follower = openAuditLog({ auditLog }, parts);
      if (follower === undefined) throw new Error('The audit log was not opened.');
      followers.push(follower);
      await hasStarted();
      return follower;
    },
    change: async (id = 'bob') => {
      const before = [{ ...phone, name: 'Jürgens "Händi" \\ ] 📱\u2028' }];
      const intent = anIntent({ target: aPerson({ id }), before });
      const change = idOf(await ledger.begin(intent, terms()));
      await ledger.complete(change, anOutcome());
      return change;
    },
    endPause: () => void (skippedMs += 5_000),
    warnings: () => log.filter((line) => line.includes('AUDIT_LOG')),
    hasStarted,
  };
}

/** The reference number and the status of each event, in order. */
export function eventsOf(lines: readonly string[]): unknown[] {
  return lines.map((line) => {
    const event: unknown = JSON.parse(line);
    return [textAt(event, 'metadata', 'uid'), fieldAt(event, 'status_id')];
  });
}

/** The events of changes that were made one after the other. */
export function eventsOfChanges(ids: readonly string[]): unknown[] {
  return ids.flatMap((id) => [
    [id, 0],
    [id, 1],
  ]);
}
