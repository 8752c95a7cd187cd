import type { AccessSettings } from '../domain/rules/access.ts';
import { areasOf, type Caller } from '../domain/people/caller.ts';
import type { Person } from '../domain/people/person.ts';
import { andThen, type MaybePromise } from '../domain/values/maybe-promise.ts';
import { areaReach, type AreaFacts } from '../domain/policy/area.ts';
import {
  decide,
  dependsOnPrivilege,
  policy,
  reachesEveryone,
  standingsFor,
  standingsOverOthers,
  type Target,
} from '../domain/policy/policy.ts';
import type { Verdict } from '../domain/policy/verdict.ts';
import { isOwn } from '../domain/policy/reached.ts';
import { isWrite, type Effect } from '../domain/policy/effects.ts';
import type { Realm } from '../domain/people/realm.ts';
import type { RealmGrant } from './grant.ts';
import { policyRefusal } from './refusal.ts';
import type { WhoCalls } from './who-calls.ts';

/** A verdict, and the caller it is about, with group roles only if the verdict needed them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly caller: Caller;
}

interface JudgeParts {
  readonly caller: WhoCalls;
  readonly settings: AccessSettings;
}

/** Applies the policy; groups are read only if they could change the verdict. */
export function judge(
  parts: JudgeParts,
  caller: Caller,
  { effect, target }: { readonly effect: Effect; readonly target: Target },
): MaybePromise<Judged> {
  const verdict = decide(caller, { effect, target }, parts.settings);
  if (caller.kind === 'anonymous') return { verdict, caller };
  const isOwnByName = isWrite(effect) && target.named && isOwn(caller, target);
  if (verdict.allowed && !isOwnByName) return { verdict, caller };
  if (!verdict.allowed) return judgeWithGroups(parts, effect, target);
  return judgeAsStaff(parts, effect, target);
}

/** An effect on a person, or on someone who does not exist. */
interface Asked {
  readonly caller: Caller;
  readonly person: Person | null;
  readonly target: Target;
}

/** Applies the policy with all facts that the verdict depends on, and reads no others. */
export function judgeFully(parts: JudgeParts, effect: Effect, asked: Asked): MaybePromise<Judged> {
  const { caller, person, target } = asked;
  return andThen(judge(parts, caller, { effect, target }), (judged) => {
    const { verdict } = judged;
    if (!verdict.allowed) return judged;
    const { area, role } = verdict;
    const subject = dependsOnPrivilege(effect, role) ? person : null;
    const needsPrivilege = subject !== null && target.privilege === undefined;
    const again = (facts: Partial<Target>): MaybePromise<Judged> =>
      judgeFully(parts, effect, { ...asked, target: { ...target, ...facts } });
    const { privileges } = parts.caller;
    const isRead = target.areas !== 'not read' && (!subject || target.staffBeyond !== 'not read');
    if (area !== null && !isRead)
      // All at once, because each may read groups.
      return Promise.all([
        areaFacts(parts.caller, person ?? { realm: target.realm }),
        needsPrivilege ? privileges.of(subject) : target.privilege,
        staffBeyond(parts.caller, effect, { ...judged, subject }),
      ]).then(([areas, privilege, beyond]) => again({ areas, privilege, staffBeyond: beyond }));
    if (!needsPrivilege) return judged;
    return andThen(privileges.of(subject), (privilege) => again({ privilege }));
  });
}

/** Whether a person is staff of people beyond the areas in which the caller has the effect. */
async function staffBeyond(
  whoCalls: WhoCalls,
  effect: Effect,
  { caller, subject }: Pick<Judged, 'caller'> & { readonly subject: Person | null },
): Promise<Target['staffBeyond']> {
  if (subject === null) return 'not read';
  return whoCalls.staffBeyond(areasOfEffect(caller, effect)).of(subject);
}

/** The areas in which a caller has an effect on other people. */
export function areasOfEffect(caller: Caller, effect: Effect): readonly string[] {
  if (caller.kind === 'anonymous') return [];
  return areasOf({ standings: standingsOverOthers(caller, effect) });
}

/** Every standing that permits an effect in a realm, and the caller. */
interface JudgedWhole {
  readonly standings: RealmGrant['standings'];
  readonly caller: Caller;
}

/**
 * Applies the policy to a realm. Groups are also read if they could permit more: a further role
 * takes nothing away (security A37). A list of people is refused if no area can be decided.
 * @throws Failure the refusal
 */
export async function judgeWhole(
  parts: JudgeParts,
  known: Caller,
  asked: { readonly effect: Effect; readonly target: Target },
): Promise<JudgedWhole> {
  const { effect, target } = asked;
  const { verdict, caller: first } = await judge(parts, known, asked);
  if (!verdict.allowed) throw policyRefusal(verdict.reason, first);
  const isAll =
    areaReach[effect] === 'of realms' ||
    standingsFor(first, asked, parts.settings).some((one) => reachesEveryone(effect, one));
  const auditors = policy[effect].AUDITOR !== undefined;
  const caller = isAll ? first : await parts.caller.withGroupsIfReadable({ auditors });
  const [one, ...others] = standingsFor(caller, asked, parts.settings);
  if (one === undefined) throw policyRefusal('FORBIDDEN', caller);
  const standings = [one, ...others] as const;
  if (await isUndecidable(parts.caller, target.realm, { effect, standings }))
    throw policyRefusal('AREA_UNKNOWN', caller);
  return { standings, caller };
}

/** Whether each standing is limited to an area whose people are unknown. */
async function isUndecidable(
  whoCalls: WhoCalls,
  realm: Realm,
  { effect, standings }: Pick<JudgedWhole, 'standings'> & { readonly effect: Effect },
): Promise<boolean> {
  const areas = standings.flatMap(({ area }) => area ?? []);
  if (areaReach[effect] !== 'of people and lists' || areas.length < standings.length) return false;
  const facts = await whoCalls.areas.of({ realm }, areas);
  return areas.every((area) => facts.get(area) === 'unknown');
}

/** In which areas of the caller a person is, or someone who does not exist. */
async function areaFacts(
  whoCalls: WhoCalls,
  whose: Person | Pick<Person, 'realm'>,
): Promise<AreaFacts> {
  const caller = await whoCalls.withGroupsIfReadable();
  return whoCalls.areas.of(whose, caller.kind === 'anonymous' ? [] : areasOf(caller));
}

/** Staff who name their own account are refused, as soon as their groups can be read. */
async function judgeAsStaff(
  { caller: whoCalls, settings }: JudgeParts,
  effect: Effect,
  target: Target,
): Promise<Judged> {
  const caller = await whoCalls.withGroupsIfReadable({ auditors: false });
  return { verdict: decide(caller, { effect, target }, settings), caller };
}

/** Reads the groups of auditors if no other role permits the effect, and for every whole realm. */
async function judgeWithGroups(
  { caller: whoCalls, settings }: JudgeParts,
  effect: Effect,
  target: Target,
): Promise<Judged> {
  const judged = async (auditors: boolean): Promise<Judged> => {
    const caller = await whoCalls.withGroups({ auditors });
    return { verdict: decide(caller, { effect, target }, settings), caller };
  };
  if (policy[effect].AUDITOR === undefined) return judged(false);
  const first = target.id === null ? null : await judged(false);
  return first?.verdict.allowed === true ? first : judged(true);
}
