import type { AccessSettings } from '../domain/rules/access.ts';
import { asSelf, isSession, type Caller, type Standing } from '../domain/people/caller.ts';
import type { RecordedPerson } from '../domain/change/change-record.ts';
import { andThen, isPromise, type MaybePromise } from '../domain/values/maybe-promise.ts';
import type { Flavor } from '../domain/people/flavor.ts';
import { entryOf, unreadPerson, type Person } from '../domain/people/person.ts';
import {
  dependsOnPrivilege,
  policy,
  reachesEveryone,
  standingsFor,
} from '../domain/policy/policy.ts';
import { insideOf } from '../domain/policy/area.ts';
import type { Effect } from '../domain/policy/effects.ts';
import { isFolded } from '../domain/people/user-id.ts';
import type { InRealm, PersonGrant, RealmGrant } from './grant.ts';
import { judge, judgeFully, judgeWhole, type Judged } from './judge.ts';
import { impliedRealm, readName, realmNamed, unread } from './named-person.ts';
import type { NamedPerson, NamingRules, PersonTarget } from './named-person.ts';
import { readAhead, type PersonSelected } from './read-ahead.ts';
import { policyRefusal } from './refusal.ts';
import { ownSignIn } from './facts/sign-in.ts';
import type { Views } from './views.ts';
import type { WhoCalls } from './who-calls.ts';

export interface PermissionParts {
  readonly caller: WhoCalls;
  readonly views: Views;
  readonly names: NamingRules;
  readonly settings: AccessSettings;
  readonly flavor: Flavor;
  /** Called for each grant in which the caller acts on their own account. */
  readonly settling?: { settleOf(grant: PersonGrant): void } | undefined;
}

const wholePerson: PersonSelected = { kinds: [], person: true };

/** Decides what the caller of one request may do; the only code that creates grants. */
export class Permissions {
  /** What the policy has permitted; the guard of each field requires it. */
  readonly granted = new Set<Effect>();
  private readonly parts: PermissionParts;

  constructor(parts: PermissionParts) {
    this.parts = parts;
  }

  /**
   * Returns the permission for an effect on the person that the arguments name, and the person. The
   * policy decides on the id that the client sent before the person is read, and again on AM's own
   * (U22). What is `selected` is read in parallel with the person if no further decision is needed.
   * @throws Failure the refusal
   */
  async forNamed(
    effect: Effect,
    named: NamedPerson,
    selected: PersonSelected = wholePerson,
  ): Promise<PersonGrant> {
    const { caller: whoCalls, views, names, settings } = this.parts;
    const targetFor = readName(named, names);
    const checked = whoCalls.caller();
    const known = isPromise(checked) ? await checked : checked;
    const target = targetFor(known);
    const judged = judge(this.parts, known, { effect, target });
    const { verdict, caller } = isPromise(judged) ? await judged : judged;
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role, area } = verdict;
    const own = role === 'SELF' ? ownSignIn(caller, target.realm, settings) : null;
    const grant = { ...views.through(role, caller), role, area, ownSignIn: own };
    readAhead(this.parts, { effect, role, area, caller, target, kinds: selected.kinds });
    const isOwn = role === 'SELF' && !target.named;
    // AM has confirmed who the caller is, and their lists need no record of them.
    if (isOwn && !selected.person && isSession(caller) && isFolded(target.id))
      return this.granting(effect, { ...grant, person: unreadPerson(target) });
    const person = await (isOwn ? whoCalls.record() : grant.loaders.person.load(target));
    if (person !== null) return this.on(effect, person, target);
    // Staff of an area cannot tell who does not exist from who is in no area of theirs.
    const judgedOfNone = await judgeFully(this.parts, effect, { caller, person, target });
    return this.grantBy(judgedOfNone, effect, person);
  }

  /**
   * Returns the person that the arguments name, in the client's spelling, without reading it.
   * @throws Failure BAD_USER_INPUT, or a refusal if the caller is meant and is not a person
   */
  async targetOf(named: NamedPerson): Promise<PersonTarget> {
    const { caller: whoCalls, names } = this.parts;
    return readName(named, names)(await whoCalls.caller());
  }

  /**
   * Returns the permission for another effect on the person of a grant; the grant itself if there
   * is no such person. @throws Failure the refusal
   */
  async further(grant: PersonGrant, effect: Effect): Promise<PersonGrant> {
    return grant.person === null ? grant : this.on(effect, grant.person, { named: true });
  }

  /**
   * Returns the permission for an effect on a person read from AM. Many guards of one request call
   * it, so it creates promises only if something must be read (`test/execution/promises.test.ts`).
   * @throws Failure the refusal
   */
  on(effect: Effect, person: Person, { named = false } = {}): MaybePromise<PersonGrant> {
    return andThen(this.verdictOn(effect, person, { named }), (judged) =>
      this.grantBy(judged, effect, person),
    );
  }

  /** Decides on an effect on a person without granting it. */
  verdictOn(effect: Effect, person: Person, { named = false } = {}): MaybePromise<Judged> {
    const { caller: whoCalls } = this.parts;
    return andThen(whoCalls.caller(), (caller) =>
      andThen(whoCalls.isCaller(person, { caller, effect }), (own) => {
        const { id, realm } = person;
        const target = { ...unread, realm, id, named, own };
        return judgeFully(this.parts, effect, { caller, person, target });
      }),
    );
  }

  /**
   * Returns the role by which the caller may see what is recorded of a person. For a role that sees
   * it of everyone, no person is read. For other roles AM's own record decides, or for a deleted
   * person the recorded privilege. Callers may see what was made of themselves through any realm.
   * @throws Failure the refusal
   */
  async onRecorded(
    effect: 'viewHistory' | 'viewRefusals' | 'viewReceivers',
    { id, realm, privileged, entry }: RecordedPerson,
  ): Promise<Standing> {
    const { names, settings } = this.parts;
    const found = realmNamed(realm, names.realms) ?? names.realms.default;
    const asked = { effect, target: { ...unread, realm: found, id, named: true } };
    const withoutGroups = await this.parts.caller.caller();
    const { verdict, caller } = await judge(this.parts, withoutGroups, asked);
    if (!verdict.allowed) {
      const isOwn = policy[effect].SELF !== undefined && entry !== undefined;
      if (!isOwn || !(await this.isOwnEntry(withoutGroups, entry)))
        throw policyRefusal(verdict.reason, caller);
      this.granted.add(effect);
      return asSelf;
    }
    const standings = verdict.role === 'SELF' ? [] : standingsFor(caller, asked, settings);
    const ofEveryone = standings.find((one) => reachesEveryone(effect, one));
    if (ofEveryone === undefined) return this.onPersonOf({ id, realm, privileged }, effect);
    this.granted.add(effect);
    return ofEveryone;
  }

  /**
   * Returns the role by which the caller may do something about a record of a person, by AM's own
   * record of them, or for a deleted person by the recorded privilege. @throws Failure the refusal
   */
  async onPersonOf(
    { id, realm, privileged }: Pick<RecordedPerson, 'id' | 'realm' | 'privileged'>,
    effect: 'viewHistory' | 'viewRefusals' | 'viewReceivers' | 'takeReport' | 'retryNotice',
  ): Promise<Standing> {
    const { role, area, person } = await this.forNamed(effect, { id, realm });
    if (person?.id === id) return { role, area };
    const isForDeleted = privileged === false || !dependsOnPrivilege(effect, role);
    if (role !== 'SELF' && isForDeleted) return { role, area };
    const reason = role === 'SELF' ? 'FORBIDDEN' : 'TARGET_PRIVILEGED';
    throw policyRefusal(reason, await this.parts.caller.caller());
  }

  /**
   * Returns the permission for an effect in a realm, by its name. With `isOwn` people of the realm
   * may have it for themselves. @throws Failure the refusal
   */
  async inRealm(
    effect: Effect,
    name: string | null | undefined,
    { isOwn = false, areas = [] }: InRealm = {},
  ): Promise<RealmGrant> {
    const { caller: whoCalls, views, names, flavor } = this.parts;
    const named = realmNamed(name, names.realms);
    const withoutGroups = await whoCalls.caller();
    const realm = named ?? impliedRealm(withoutGroups, names.realms);
    const id = isOwn && withoutGroups.kind === 'signed in' ? withoutGroups.username : null;
    const target = { ...unread, realm, id, named: false, areas: insideOf(areas) };
    const { standings, caller } = await judgeWhole(this.parts, withoutGroups, { effect, target });
    this.granted.add(effect);
    // A search in AIC goes to IDM, which accepts no sessions (contract §10).
    const isBearerOnly = effect === 'search' && flavor === 'aic';
    const view = isBearerOnly ? views.throughService() : views.through(standings[0].role, caller);
    const isLimited = standings.every(({ area }) => area !== null);
    const covers = (person: Person): MaybePromise<boolean> =>
      !isLimited || andThen(this.verdictOn(effect, person), (judged) => judged.verdict.allowed);
    const held = standings.flatMap(({ area }) => area ?? []);
    const coversArea = (one: string): boolean => standings.some(({ area }) => area === one);
    return {
      ...view,
      realm,
      standings,
      covers,
      within: async () => (isLimited ? whoCalls.areas.searchOf(realm, held, view.am) : null),
      areas: isLimited ? areas.filter(coversArea) : null,
    };
  }

  /** @throws Failure the refusal */
  private grantBy({ verdict, caller }: Judged, effect: Effect, person: Person | null): PersonGrant {
    if (!verdict.allowed) throw policyRefusal(verdict.reason, caller);
    const { role, area } = verdict;
    const { views, settings } = this.parts;
    const isOwn = role === 'SELF' && person !== null;
    const own = isOwn ? ownSignIn(caller, person.realm, settings) : null;
    const view = views.through(role, caller);
    return this.granting(effect, { ...view, role, area, person, ownSignIn: own });
  }

  private async isOwnEntry(caller: Caller, entry: string): Promise<boolean> {
    if (caller.kind === 'anonymous' || caller.realm === null || !caller.own.view) return false;
    const record = await this.parts.caller.record();
    return record !== null && entryOf(record) === entry;
  }

  private granting(effect: Effect, grant: PersonGrant): PersonGrant {
    this.granted.add(effect);
    if (grant.role === 'SELF') this.parts.settling?.settleOf(grant);
    return grant;
  }
}
