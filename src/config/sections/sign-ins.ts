import { deviceKinds } from '../../domain/devices/device.ts';
import {
  ownChangeRules,
  type AssuranceClaim,
  type OwnChangeRule,
} from '../../domain/people/assurance.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import type { Realm } from '../../domain/people/realm.ts';
import { servedRealms, tokens } from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { listOf } from '../values/parts.ts';
import { oneOf, property, text } from '../values/readers.ts';
import { realmName } from '../things/realms.ts';
import { thing } from '../values/thing.ts';

/** A claim that says how the person signed in, and the kind of device that it shows. */
const assuranceClaim = thing(
  {
    forms: ['[{kind}:]{name}={value}'],
    parts: { name: oneOf(['acr', 'amr', 'auth_level']), value: text },
    optional: { kind: oneOf([...deviceKinds, 'ALL']) },
    expected: 'acr=…, amr=… or auth_level=…, with or without a kind before it, as in OATH:amr=otp',
  },
  ({ kind = null, name, value }): AssuranceClaim => ({ name, value, kind }),
);
/** AM's rule for changes of own devices: of every served realm, or of one. */
const ownChangeRule = thing({
  forms: ['[{realm}:]{rule}'],
  parts: { rule: oneOf(ownChangeRules) },
  optional: { realm: realmName },
  expected: `${ownChangeRules.join(', ')}, with or without a realm before it, as in alpha:ANY`,
});
/** The options of what a sign-in must have used. */
export const signInOptions = {
  secondFactor: {
    property: option('SECOND_FACTOR_PROPERTY', property, {
      excludes: [
        'AM_FLAVOR=openam: users can set session properties there, and the gateway reads how a session signed in',
      ],
      meaning:
        'A session property that shows a sign-in with a second factor, as `name=value`, for the threat level `guarded`. AM must list it as readable, and users must not be able to set it. OpenAM lets users set such properties: the gateway reads there how a session signed in.',
      absent: "AM's device lists show it, unless `DEVICE_MANAGEMENT` is `NONE`",
      file: 'secondFactor.property',
    }),
    claims: option('SECOND_FACTOR_CLAIMS', listOf(assuranceClaim), {
      idleWithout: tokens,
      default: 'amr=mfa,OATH:amr=otp,amr=hwk',
      file: 'secondFactor.claims',
      isList: true,
      meaning:
        'Claims of access tokens that show a sign-in with a second factor; one is enough. The names are `acr`, `amr` and `auth_level`. A kind says which device it shows, as `DEVICE_MANAGEMENT` requires: `{ kind: OATH, name: amr, value: otp }`. `ALL` is for a journey that lets users manage every kind.',
    }),
  },
  ownChangeRules: option('DEVICE_MANAGEMENT', listOf(ownChangeRule), {
    excludes: [
      'AM_FLAVOR=openam if DEVICE_MANAGEMENT=SAME|DEVICE_MANAGEMENT=ANY: it has no such rule',
    ],
    refersTo: servedRealms,
    default: '',
    file: 'secondFactor.deviceManagement',
    meaning:
      "What AM requires of a sign-in before users change their own devices: `SAME`, a device of the same kind; `ANY`, any second factor; `NONE`, nothing. `ANY` and `NONE` need a journey with AM's node _Enable Device Management_. The gateway applies the rule to access tokens; for sessions AM does. Comma-separated with realms: `SAME,bravo:ANY`.",
    absent: '`SAME`; on OpenAM `NONE`',
  }),
} satisfies OptionTree;

type GivenRules = Values<typeof signInOptions>['ownChangeRules'];

/** Returns AM's rule in each realm: its own, that of every realm, or AM's default. */
export function ruleByRealm(given: GivenRules, flavor: Flavor): (realm: Realm) => OwnChangeRule {
  const byRealm = new Map(given.map(({ realm: of = '', rule }) => [of, rule]));
  const usual = byRealm.get('') ?? (flavor === 'openam' ? 'NONE' : 'SAME');
  return ({ name }) => byRealm.get(name) ?? usual;
}

/** Returns a problem for each realm with two rules. */
export function ruleProblems(given: GivenRules): string[] {
  const names = given.map(({ realm: name = 'every realm' }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...repeated].map((name) => `DEVICE_MANAGEMENT: ${name} has two rules`);
}
