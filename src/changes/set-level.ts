import type { RealmGrant } from '../access/grant.ts';
import { recordedActor } from '../access/recorded-actor.ts';
import {
  settingRefusal,
  type ThreatLevel,
  type ThreatLevels,
} from '../domain/threat/threat-level.ts';
import type { Acting } from './request/acting.ts';

/** The level to set in a realm. */
interface WantedLevel {
  readonly level: ThreatLevel;
  /** When it ends by itself. */
  readonly until: Date | null;
  readonly reason: string;
}

/** Sets the threat level of a realm, and records it. @throws Failure BAD_USER_INPUT */
export async function setLevel(
  acting: Pick<Acting, 'caller' | 'settings' | 'ledger' | 'now' | 'correlationId'>,
  grant: RealmGrant,
  { level, until, reason }: WantedLevel,
): ReturnType<ThreatLevels['set']> {
  const refusal = settingRefusal({ level, until, reason }, acting.now());
  if (refusal !== null) throw refusal;
  return acting.ledger.threats.set({
    realm: grant.realm.name,
    level,
    until: until?.toISOString() ?? null,
    reason: reason.trim(),
    actor: await recordedActor(acting, grant.standings[0], null),
    isFresh: await isFresh(acting),
    correlationId: acting.correlationId,
  });
}

/** The longest time since the sign-in of a caller who lowers a level, by default; in seconds. */
const freshSeconds = 600;

/** Whether the caller has just signed in with a second factor, as far as it is known. */
async function isFresh({
  caller,
  settings,
  now,
}: Pick<Acting, 'caller' | 'settings' | 'now'>): Promise<boolean> {
  const { hasSecondFactor, signedInAt } = await caller.signIn.read();
  if (!hasSecondFactor || signedInAt === null) return false;
  const most = Math.min(settings.stepUpMaxAgeSeconds ?? freshSeconds, freshSeconds);
  return now() - signedInAt.getTime() <= most * 1_000;
}
