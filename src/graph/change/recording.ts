import type { Device, DeviceKind } from '../../domain/device.ts';
import { recordedDevice } from '../../domain/change-record.ts';
import type {
  ChangeEffect,
  Intent,
  RecordedChange,
  RecordedDevice,
  RecordedPerson,
  RecordedResult,
} from '../../domain/change-record.ts';
import { NotSent } from '../../am/http/errors.ts';
import { Failure } from '../../domain/failure.ts';
import type { Begun, Terms } from '../../domain/ledger.ts';
import { limitRules } from '../../domain/limit-rules.ts';
import type { Person } from '../../domain/person.ts';
import { noSessionsEnded } from '../../domain/sessions-ended.ts';
import type { SessionsEnded } from '../../domain/sessions-ended.ts';
import type { RequestContext } from '../request/context.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import type { PersonGrant } from '../request/grant.ts';
import { endSessions, endsSessions } from './end-sessions.ts';
import { notDone, overallOutcome } from './recorded-result.ts';

/** What a change is. */
export interface ChangeAsked {
  readonly effect: ChangeEffect;
  readonly kinds: readonly DeviceKind[];
  /** The arguments that decide what happens, beside the kinds. */
  readonly options: Intent['options'];
  readonly input: ChangeGrounds;
}

/** What every input of a change says beside that; a `ChangeInput` of change.input.ts. */
interface ChangeGrounds {
  readonly dryRun?: boolean;
  readonly reason?: string | null;
  readonly ticket?: string | null;
  readonly idempotencyKey?: string | null;
  readonly overrideLimit: boolean;
  readonly endSessions?: boolean | null;
  readonly verification?: {
    readonly method: string;
    readonly at: Date;
    readonly reference?: string | null;
  } | null;
}

/** Keeps a change from being made, because it was made before: its recorded answer is told instead. */
export class Replayed extends Error {
  readonly change: RecordedChange;

  constructor(change: RecordedChange) {
    super('the change was made before');
    this.name = 'Replayed';
    this.change = change;
  }
}

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

  /**
   * Records the intent, once for all kinds of the change.
   * @throws Replayed for a repeat, Failure RATE_LIMITED, IDEMPOTENCY_KEY_REUSED or AUDIT_UNAVAILABLE
   */
  readonly begin = async (before: readonly Device[]): Promise<void> => {
    if (this.hasBegun) return;
    const intent = await this.intent(before.map(recordedDevice));
    const begun = await this.decided(intent, null);
    this.hasBegun = true;
    if (begun.kind === 'recorded') this.recorded = { id: begun.id, at: new Date(begun.at) };
  };

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
    again: string | null,
  ): Promise<Extract<Begun, { readonly kind: 'recorded' | 'unrecorded' }>> {
    const begun = await this.begunInTime(intent, again);
    switch (begun.kind) {
      case 'recorded':
      case 'unrecorded':
        return begun;
      case 'replay':
        if (
          begun.outcome.outcome === 'UNKNOWN' &&
          again === null &&
          isAsBefore(begun.change, intent)
        )
          return this.decided(intent, begun.change.id);
        throw new Replayed(begun.change);
      case 'in progress':
        throw new Replayed(await this.ended(begun.id));
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
      const change = await deadline.wait(ledger.findChange(id), 'the ledger');
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

  private async intent(before: readonly RecordedDevice[]): Promise<Intent> {
    const { effect, kinds, options, input } = this.asked;
    const { dryRun = false, reason = null, ticket = null, verification = null } = input;
    const { person } = this.grant;
    if (person === null) throw new TypeError('a change is recorded of a person');
    return {
      actor: await recordedActor(this.context, this.grant.role, person),
      target: await this.target(person),
      effect,
      kinds,
      options: { ...options, ...(endsSessions(this.grant, input) && { endSessions: true }) },
      dryRun,
      before,
      reason: reason?.trim() ?? null,
      ticket: ticket?.trim() ?? null,
      verification: verification && {
        method: verification.method,
        at: verification.at.toISOString(),
        reference: verification.reference?.trim() ?? null,
      },
      correlationId: this.context.correlationId,
    };
  }

  /** Whether a person is privileged is known where the permission depended on it, and is not read for this. */
  private async target(person: Person): Promise<RecordedPerson> {
    const { role } = this.grant;
    const isKnown = role === 'HELP_DESK' || role === 'ADMINISTRATOR';
    const privilege = isKnown ? await this.context.caller.privilegeOf(person) : 'unknown';
    const privileged = privilege === 'unknown' ? null : privilege === 'privileged';
    return { id: person.id, realm: person.realm.name, privileged };
  }
}

/** Whether the devices that an unclear change was about are the ones that are registered. */
function isAsBefore({ intent }: RecordedChange, { before }: Intent): boolean {
  const idsOf = (devices: Intent['before']): string =>
    JSON.stringify((devices ?? []).map(({ kind, id }) => `${kind} ${id}`).toSorted());
  return intent.before !== null && idsOf(intent.before) === idsOf(before);
}
