import type { Intent } from '../domain/change/change-record.ts';
import type { AuditTrail } from '../domain/outbox/audit-log.ts';
import type { Begun, Ledger, Terms } from '../domain/ledger-ports/ledger.ts';
import type { Outbox, OutboxChannel } from '../domain/outbox/outbox.ts';
import type { SecurityEvent } from '../domain/outbox/security-event.ts';
import type { WorkingHours } from '../domain/values/working-hours.ts';
import { LedgerApprovals } from './approvals/approvals.ts';
import { LedgerTrail } from './audit/audit-trail.ts';
import { Background, type LedgerContext } from './records/background.ts';
import { refusalCodeOf } from './intents/begin.ts';
import type { EnrolmentParts } from './enrolment/hold-rows.ts';
import { LedgerHolds } from './enrolment/holds.ts';
import { checkEnds } from './upkeep/check-ends.ts';
import { LedgerClock, type ClockSources } from './ledger-clock.ts';
import { LedgerCampaigns } from './campaigns/campaigns.ts';
import { decisionsOf } from './intents/decisions.ts';
import { outcomeRecorder } from './intents/complete.ts';
import { createDetection } from './security/detection.ts';
import { readsOf } from './history/ledger-reads.ts';
import { openIntents } from './intents/open-intents.ts';
import { LedgerOutbox } from './outbox/outbox.ts';
import { pageSessionsIn } from './sessions/page-sessions.ts';
import { identityChecksIn } from './proofs/identity-checks.ts';
import { proofsIn } from './proofs/proofs.ts';
import { Refusals } from './intents/refusals.ts';
import { serveLevels } from './security/level-socket.ts';
import { reportsOf } from './security/report-steps.ts';
import { Searches } from './history/searches.ts';
import { SecurityReports } from './security/security-reports.ts';
import { LedgerThreats } from './security/threat-levels.ts';
import { deleteAll } from '../store/tables/owner.ts';
import type { LedgerOwner } from '../store/tables/owner-rows.ts';
import { UnreadableChanges } from './records/unreadable.ts';
import { Store, type StoreSettings } from '../store/store.ts';

/** What a ledger needs besides its settings. */
export interface LedgerParts {
  readonly now: () => number;
  /** Logs a warning for the operator; contains no personal data. */
  readonly warn: (message: string) => void;
  /** Reports a security event, which may page an operator. */
  readonly signal?: (event: SecurityEvent) => void;
  /** Whose changes the ledger holds. Default: those of a real AM. */
  readonly owner?: LedgerOwner;
  /** When staff work; without it no change counts as outside working hours. */
  readonly workingHours?: WorkingHours | undefined;
  /** The channels that report events. Default: none. */
  readonly channels?: readonly OutboxChannel[];
  /** Which changes open holds on new devices. Default: none. */
  readonly enrolment?: EnrolmentParts | null;
}

/** What a ledger is opened with. By default it waits by its own clock. */
export interface OpeningParts
  extends Omit<LedgerParts, 'now'>, Partial<Pick<LedgerParts, 'now'>>, ClockSources {}

/** A ledger that is open in this process. */
export interface OpenLedger extends Ledger {
  /** The messages about events. */
  readonly outbox: Outbox;
  /** The records in their order, for the audit log. */
  readonly trail: AuditTrail;
  /** Verifies the ends of the chains, where tampering is most likely to show; never rejects. */
  checkEnds(): Promise<void>;
  /** Records the expiry of requested changes; also called regularly. */
  expireRequests(): Promise<void>;
  /** Deletes every record: the sandbox, whose changes they are, starts anew. */
  empty(): Promise<void>;
  /** Delivers spooled outcomes if the store accepts them, and closes the store. */
  close(): Promise<void>;
  /** The size of spooled outcomes, in bytes. */
  spooledBytes(): Promise<number>;
  /** The number of changes that lists have left out, because this version cannot read them. */
  unreadableChanges(): number;
  /** The realms that count as frozen, because this version cannot read their threat level. */
  unreadableLevels(): Promise<readonly string[]>;
  /** By how much the database's clock is ahead, in milliseconds; null if it is not known. */
  clockOffsetMs(): number | null;
  /** The number of damaged files of spooled outcomes, which wait for an operator. */
  damagedSpoolFiles(): Promise<number>;
}

/** How often to deliver what the store did not accept, in milliseconds. */
const retryMs = 5_000;

/**
 * Opens the ledger. If PostgreSQL is down, each query connects again.
 * @throws LedgerRefused if the ledger cannot work as configured
 */
export async function openLedger(
  settings: StoreSettings,
  opening: OpeningParts,
): Promise<OpenLedger> {
  const { owner = 'AM', warn } = opening;
  const store = await Store.open(settings, { owner, warn });
  const clock = await LedgerClock.start({ ...opening, askTime: () => store.askTime() });
  const parts = { ...opening, now: opening.now ?? clock.now };
  if (settings.postgres === undefined) await new LedgerOutbox(store, parts).makeAllDue();
  const ledger = await ledgerOn(store, settings.folder, parts);
  const { threats } = ledger;
  const socket = store.isShared ? null : await serveLevels(settings.folder, { ...parts, threats });
  return {
    ...ledger,
    clockOffsetMs: clock.offsetMs,
    close: () => {
      clock.stop();
      socket?.close();
      return ledger.close();
    },
  };
}

/** Opens the ledger on a store, which it closes; `folder` holds the spool of outcomes. */
export async function ledgerOn(
  store: Store,
  folder: string,
  parts: LedgerParts,
): Promise<OpenLedger> {
  const { now, enrolment = null } = parts;
  const { context, outbox, reports, approvals } = reporting(store, parts);
  const { background, signal } = context;
  const unreadable = new UnreadableChanges(parts.warn);
  const threats = new LedgerThreats(store, { now, outbox, unreadable, signal: parts.signal });
  const refusals = new Refusals(context);
  const searches = new Searches(context);
  const detect = createDetection(context, parts.workingHours);
  const outcomes = outcomeRecorder(store, folder, { ...parts, outbox });
  const noteDecision = async (intent: Intent, decision: Begun, terms: Terms): Promise<void> => {
    const code = refusalCodeOf(decision);
    if (code !== null) await refusals.refuse(intent, code);
    detect(intent, decision, terms);
  };
  await outcomes.deliver();
  await outbox.channels.start();
  const retry = (): void => void Promise.all([outcomes.deliver(), reports.store()]);
  const timers = [setInterval(retry, retryMs).unref(), approvals.expireRegularly()];
  return {
    ...decisionsOf(store, { now, threats, approvals, enrolment, noteDecision, outbox }),
    refuse: (intent, code) => refusals.refuse(intent, code),
    search: (search, limits) => searches.begin(search, limits),
    ...reportsOf(store, { outbox, now }),
    checkEnds: () => checkEnds(store, { ...parts, signal }),
    complete: (id, outcome) => background.track(outcomes.complete(id, outcome)),
    openIntents: async (query) => {
      // An outcome that waits on disk is better than one that is found by reading AM.
      await outcomes.deliver();
      return store.queryCostly(({ db }) => openIntents(db, query, unreadable.note));
    },
    now,
    ...readsOf(store, { now, threats, unreadable }),
    unreadableChanges: () => unreadable.count,
    unreadableLevels: () => threats.unreadableRealms(),
    threats,
    ...besideRecords(context, { approvals, enrolment }),
    expireRequests: () => approvals.expire(),
    outbox,
    trail: new LedgerTrail(store, { now, signal, isShared: store.isShared }),
    empty: async () => {
      await store.append(deleteAll, 'outcome');
      threats.forget();
    },
    clockOffsetMs: () => null,
    spooledBytes: () => outcomes.spool.bytes(),
    damagedSpoolFiles: () => outcomes.spool.damagedFiles(),
    close: async () => {
      timers.forEach(clearInterval);
      outbox.channels.stop();
      await background.settled();
      refusals.report();
      await Promise.all([outcomes.deliver(), reports.store()]);
      await store.close();
    },
  };
}

interface BesideRecords {
  readonly approvals: LedgerApprovals;
  readonly enrolment: EnrolmentParts | null;
}

/** What the store holds besides the records. */
function besideRecords(context: LedgerContext, { approvals, enrolment }: BesideRecords) {
  const { store, now } = context;
  return {
    approvals,
    pageSessions: pageSessionsIn(store),
    proofs: proofsIn(context),
    identityChecks: identityChecksIn(context),
    holds: new LedgerHolds(context, enrolment),
    locks: store.locks,
    campaigns: store.isShared ? new LedgerCampaigns(store, now) : null,
  };
}

/** What the parts of the ledger share: a security event is logged, and reported to receivers. */
function reporting(store: Store, parts: LedgerParts) {
  const { now, signal } = parts;
  const outbox = new LedgerOutbox(store, parts);
  const context: LedgerContext = {
    store,
    background: new Background(),
    now,
    signal: (event) => {
      signal?.(event);
      reports.add(event);
    },
  };
  const reports = new SecurityReports(context, outbox);
  return { context, outbox, reports, approvals: new LedgerApprovals(context, outbox) };
}
