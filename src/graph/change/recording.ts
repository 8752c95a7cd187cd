import type { Device, DeviceKind } from '../../domain/device.ts';
import { recordedDevice } from '../../domain/change-record.ts';
import type {
  Intent,
  RecordedChange,
  RecordedDevice,
  RecordedResult,
} from '../../domain/change-record.ts';
import { NotSent } from '../../am/http/errors.ts';
import { Failure } from '../../domain/failure.ts';
import type { Begun, Terms } from '../../domain/ledger.ts';
import { limitRules } from '../../domain/limit-rules.ts';
import { noSessionsEnded } from '../../domain/sessions-ended.ts';
import type { SessionsEnded } from '../../domain/sessions-ended.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { endSessions, endsSessions } from './end-sessions.ts';
import { intentOf } from './intent.ts';
import type { ChangeAsked } from './intent.ts';
import { notDone, overallOutcome } from './recorded-result.ts';
import { refuseSettled, Replayed, UnderWay } from './repeats.ts';
import type { ListedKind } from './repeats.ts';

/** How long a change that is under way elsewhere is waited for, and how often the ledger is asked. */
const waitMs = 10_000;
const askEveryMs = 200;

/**
 * One change on its way into the ledger: the intent before anything is sent to AM, the outcome afterwards. Nothing is
 * sent unless the intent is recorded (security G2).
 */
export class Recording {
  private readonly context: RequestContext;
  private readonly grant: PersonGrant;
  private readonly asked: ChangeAsked;
  private hasBegun = false;
  private recorded: { readonly id: string; readonly at: Date } | null = null;
  /** The change with an unclear outcome that this one repeats. */
  private unclear: RecordedChange | null = null;

  constructor(context: RequestContext, grant: PersonGrant, asked: ChangeAsked) {
    this.context = context;
    this.grant = grant;
    this.asked = asked;
  }

  /** Whether the change may be sent. */
  get isBegun(): boolean {
    return this.hasBegun;
  }

  /** The record's reference number and time; null while nothing is recorded. */
  get reference(): { readonly id: string; readonly at: Date } | null {
    return this.recorded;
  }

  /** The unclear change of which nothing is sent again, so that its answer is told; null for any other. */
  get unsent(): RecordedChange | null {
    return this.hasBegun ? null : this.unclear;
  }

  /**
   * Records the intent, once for all kinds of the change, and of a repeat decides about each kind.
   * @throws Replayed, UnderWay, Failure RATE_LIMITED, IDEMPOTENCY_KEY_REUSED or AUDIT_UNAVAILABLE
   */
  async begin(kind: DeviceKind, before: readonly Device[]): Promise<void> {
    const now = { kind, listed: before.map(recordedDevice) };
    if (this.hasBegun) {
      if (this.unclear !== null) refuseSettled(this.unclear, now);
      return;
    }
    const begun = await this.decided(await this.intentOn(now.listed), now);
    this.hasBegun = true;
    if (begun.kind === 'recorded') this.recorded = { id: begun.id, at: new Date(begun.at) };
  }

  /**
   * Returns the change that was made before, where an error says so; one that is under way is waited for. Nobody's turn
   * is held meanwhile: whoever waits for a change that a crash has left open keeps nobody from the devices.
   * @throws Failure RATE_LIMITED where it does not end in time
   */
  async earlierOf(error: unknown): Promise<RecordedChange | null> {
    if (error instanceof UnderWay) return this.ended(error.id);
    return error instanceof Replayed ? error.change : null;
  }

  /**
   * Ends the person's sessions where the change is done and that is asked for, and records how the change ended; what
   * cannot be recorded now is kept and delivered later.
   */
  async complete(results: readonly RecordedResult[]): Promise<SessionsEnded> {
    if (!this.hasBegun) return noSessionsEnded;
    const outcome = overallOutcome(results.map((result) => result.outcome));
    const ended = outcome === 'DONE' ? await this.endSessions() : noSessionsEnded;
    const { effect, input } = this.asked;
    this.context.changed({
      reference: this.recorded?.id ?? null,
      effect,
      role: this.grant.role,
      dryRun: input.dryRun ?? false,
      outcome,
      results,
    });
    if (this.recorded !== null)
      await this.context.ledger.complete(this.recorded.id, { outcome, results, ...ended });
    return ended;
  }

  private async endSessions(): Promise<SessionsEnded> {
    const { context, grant, asked } = this;
    if (grant.person === null || !endsSessions(grant, asked.input)) return noSessionsEnded;
    return endSessions(context, grant, grant.person);
  }

  private async decided(
    intent: Intent,
    now: ListedKind,
    again: string | null = null,
  ): Promise<Extract<Begun, { readonly kind: 'recorded' | 'unrecorded' }>> {
    const begun = await this.begunInTime(intent, again);
    switch (begun.kind) {
      case 'recorded':
      case 'unrecorded':
        return begun;
      case 'replay': {
        const { change, outcome } = begun;
        if (outcome.outcome !== 'UNKNOWN' || again !== null) throw new Replayed(change);
        this.unclear = change;
        refuseSettled(change, now);
        return this.decided(intent, now, change.id);
      }
      case 'in progress':
        throw new UnderWay(begun.id);
      case 'limited':
        throw new Failure('RATE_LIMITED', 'That is too often. Nothing was sent.', {
          detail: `the limit "${begun.rule}" is reached`,
          facts: { retryAfterSeconds: begun.retryAfterSeconds },
        });
      case 'key conflict':
        throw new Failure(
          'IDEMPOTENCY_KEY_REUSED',
          'This key was used for another change. Nothing was sent; give a new key.',
        );
    }
  }

  /** What the ledger says; where that comes too late for the request, nothing is sent, and the record says so. */
  private async begunInTime(intent: Intent, again: string | null): Promise<Begun> {
    const { ledger, deadline } = this.context;
    const begun = ledger.begin(intent, this.terms(again));
    try {
      return await deadline.wait(begun, 'the ledger');
    } catch (error) {
      if (error instanceof Failure && error.cause instanceof NotSent) {
        void begun.then((late) => this.closeUnsent(late, error)).catch(() => undefined);
      }
      throw error;
    }
  }

  private async closeUnsent(late: Begun, failure: Failure): Promise<void> {
    if (late.kind !== 'recorded') return;
    const results = this.asked.kinds.map((kind) => notDone(kind, failure, null));
    await this.context.ledger.complete(late.id, {
      outcome: 'NOT_DONE',
      results,
      ...noSessionsEnded,
    });
  }

  /** Waits for the same change, which is under way here or in another process. */
  private async ended(id: string): Promise<RecordedChange> {
    const { ledger, deadline } = this.context;
    const until = Math.min(performance.now() + waitMs, deadline.at);
    while (performance.now() < until) {
      const change = await ledger.findChange(id);
      if (change !== null && change.outcome !== null) return change;
      await new Promise((resolve) => setTimeout(resolve, askEveryMs));
    }
    throw new Failure(
      'RATE_LIMITED',
      'The same change is under way. Look at the devices in a moment.',
      {
        detail: `change ${id} has no outcome yet`,
        facts: { retryAfterSeconds: 5 },
      },
    );
  }

  private intentOn(before: readonly RecordedDevice[]): Promise<Intent> {
    return intentOf(this.context, this.grant, { ...this.asked, before });
  }

  private terms(again: string | null): Terms {
    const { role } = this.grant;
    const mayOverride = role === 'ADMINISTRATOR' || role === 'SUPER_USER';
    const { idempotencyKey = null, overrideLimit, reason } = this.asked.input;
    return {
      limits: limitRules(role, this.context.changeLimits),
      idempotencyKey,
      override: overrideLimit && mayOverride && (reason ?? '').trim() !== '',
      again,
    };
  }
}
