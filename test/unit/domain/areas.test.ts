/** The rule of areas, for every effect, role and answer (security A34). */
import { describe, expect, test } from '@jest/globals';
import { areaReach, type AreaFact } from '../../../src/domain/policy/area.ts';
import { effects, isWrite, type Effect } from '../../../src/domain/policy/effects.ts';
import { decide, policy, type Target } from '../../../src/domain/policy/policy.ts';
import type { Verdict } from '../../../src/domain/policy/verdict.ts';
import { limitingAreas, withStandings } from '../../../src/domain/people/caller.ts';
import type { AreaRole } from '../../../src/domain/rules/access.ts';
import { alpha, beta, everywhere, signedIn } from './access-settings.ts';
import { aboutAlice, standard } from './policy-matrix.ts';

const areaRoles: readonly AreaRole[] = ['ADMINISTRATOR', 'AUDITOR', 'HELP_DESK'];
const hamburg = 'hamburg';

/** What is decided about bob for a colleague who holds a role in one area. */
function ofArea(role: AreaRole, effect: Effect, about: Partial<Target>): Verdict {
  const caller = signedIn({ standings: [...everywhere('SELF'), { role, area: hamburg }] });
  return decide(caller, { effect, target: bob(about) }, standard);
}

/** What is decided for a colleague with the same role for everyone. */
function ofEveryone(role: AreaRole, effect: Effect, about: Partial<Target>): Verdict {
  const caller = signedIn({ standings: everywhere('SELF', role) });
  return decide(caller, { effect, target: bob(about) }, standard);
}

function bob(about: Partial<Target>): Target {
  return { ...aboutAlice, id: 'bob', named: true, ...about };
}

const inHamburg = (fact: AreaFact) => ({ areas: new Map([[hamburg, fact]]) });
const cases = areaRoles.flatMap((role) => effects.map((effect) => ({ role, effect })));
const onPeople = cases.filter(({ effect }) => areaReach[effect] !== 'of realms');
const isOfAreas = (effect: Effect) => areaReach[effect] === 'of areas';

describe('staff of an area', () => {
  test.each(['none', 'privileged', 'unknown'] as const)(
    'may do inside it what their role may do for everyone, if the privilege is %s',
    (privilege) => {
      for (const { role, effect } of onPeople) {
        const wide = ofEveryone(role, effect, { privilege });
        expect(ofArea(role, effect, { privilege, ...inHamburg('inside') })).toEqual(
          wide.allowed ? { ...wide, area: hamburg } : wide,
        );
      }
    },
  );

  test.each(['none', 'privileged', 'unknown'] as const)(
    'are forbidden everything outside it, and hear nothing else, if the privilege is %s',
    (privilege) => {
      for (const { role, effect } of onPeople)
        expect(ofArea(role, effect, { privilege, ...inHamburg('outside') })).toEqual({
          allowed: false,
          reason: 'FORBIDDEN',
        });
    },
  );

  test.each([inHamburg('unknown'), { areas: new Map() }])(
    'are refused what cannot be decided: %j',
    (unknown) => {
      for (const { role, effect } of onPeople)
        expect(ofArea(role, effect, unknown)).toEqual({
          allowed: false,
          // What is of an area says so itself: it is never unknown.
          reason:
            policy[effect][role] === undefined || isOfAreas(effect) ? 'FORBIDDEN' : 'AREA_UNKNOWN',
        });
    },
  );

  test('get lists of a realm only for effects whose lists leave others out', () => {
    const listed = cases.filter(({ role, effect }) => ofArea(role, effect, { id: null }).allowed);
    expect(new Set(listed.map(({ effect }) => areaReach[effect]))).toEqual(
      new Set(['of people and lists', 'of realms']),
    );
    const whole = cases.filter(({ effect }) => areaReach[effect] === 'no area');
    expect(whole.length).toBeGreaterThan(0);
    for (const { role, effect } of whole)
      expect(ofArea(role, effect, { id: null }).allowed).toBe(false);
  });

  test('have what is of an area only of theirs, and only if it says so', () => {
    const found = cases.filter(({ role, effect }) => role === 'ADMINISTRATOR' && isOfAreas(effect));
    const expected = ['viewCoverage', 'viewCampaigns', 'runCampaigns'];
    expect(found.map(({ effect }) => effect)).toEqual(expected);
    for (const { role, effect } of found) {
      const on = (about: Partial<Target>) => ofArea(role, effect, { id: null, ...about }).allowed;
      const berlin = new Map<string, AreaFact>([['berlin', 'inside']]);
      expect([on({}), on({ areas: berlin }), on(inHamburg('inside'))]).toEqual([
        false,
        false,
        true,
      ]);
    }
  });

  test('have these effects without a person, because they show nothing about people', () => {
    const free = effects.filter((effect) => areaReach[effect] === 'of realms');

    expect(free).toEqual(['viewThreatLevel', 'viewThreatReason']);
  });

  test('act in no other realm, and not on their own account', () => {
    const inside = inHamburg('inside');
    for (const { role, effect } of onPeople)
      expect(ofArea(role, effect, { realm: beta, ...inside }).allowed).toBe(false);
    for (const { role, effect } of onPeople.filter((one) => isWrite(one.effect))) {
      const own = ofArea(role, effect, { id: 'alice', ...inside });
      expect(own).toEqual(ofEveryone(role, effect, { id: 'alice' }));
    }
  });

  test('of several areas act in any of them, and a role for everyone reaches everyone', () => {
    const two = signedIn({
      standings: [
        { role: 'ADMINISTRATOR', area: 'berlin' },
        { role: 'HELP_DESK', area: hamburg },
      ],
    });
    const areas = new Map<string, AreaFact>([
      ['berlin', 'outside'],
      [hamburg, 'inside'],
    ]);
    const target = bob({ realm: alpha, areas });
    expect(decide(two, { effect: 'reset', target }, standard)).toEqual({
      allowed: true,
      role: 'HELP_DESK',
      area: hamburg,
    });
    const wide = withStandings(two, everywhere('HELP_DESK'));
    // Nothing is read of areas for a role that reaches everyone.
    expect(decide(wide, { effect: 'reset', target }, standard)).toMatchObject({ area: null });
    const outside = bob({ areas: new Map([['berlin', 'outside']]) });
    expect(decide(wide, { effect: 'reset', target: outside }, standard)).toEqual({
      allowed: true,
      role: 'HELP_DESK',
      area: null,
    });
  });

  test('are limited to areas only if no role of theirs reaches everyone', () => {
    const ofNorth = { role: 'HELP_DESK', area: 'north' } as const;
    const limited = signedIn({ standings: [...everywhere('SELF'), ofNorth] });
    const wide = { ...limited, standings: [...limited.standings, ...everywhere('AUDITOR')] };

    expect([limited, wide].map(({ standings }) => limitingAreas(standings))).toEqual([
      ['north'],
      [],
    ]);
  });
});
