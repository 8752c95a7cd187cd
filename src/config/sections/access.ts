import { staffSigns, supervisedScopes, type AccessSettings } from '../../domain/rules/access.ts';
import type { Flavor } from '../../domain/people/flavor.ts';
import { approvalRule } from '../things/approval-rule.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, listOf, nameOf, nonEmptyListOf } from '../values/parts.ts';
import {
  clientPattern,
  oneOf,
  onOrOff,
  scope,
  text,
  textLike,
  wholeNumber,
} from '../values/readers.ts';
import { realm, realmsOf, staffRealm } from '../things/realms.ts';
import { servedRealms, tokens } from '../things/section-context.ts';
import { roleOptions, rolesConfig } from './roles.ts';
import { ruleByRealm, ruleProblems, signInOptions } from './sign-ins.ts';
import type { Source } from '../source/source.ts';

const universalId = textLike(
  /^id=[^,]+,ou=user(?:,|$)/i,
  'a universal id like id=amadmin,ou=user,ou=am-config',
);
const staff = ['help-desk', 'administrator'] as const;
const staffList = listOf(oneOf(staff));

/** Names and paths are unique: others could confuse people of two realms. */
const servedRealmList = distinct(distinct(nonEmptyListOf(realm), nameOf), ({ path }) => path);

/** The options of realms, roles and permissions. */
export const accessOptions = {
  realms: option('AM_REALMS', servedRealmList, {
    default: 'alpha',
    meaning:
      'The served realms: `alpha`, `root` for the top realm, `emea=/customers/emea` for a nested one. The first is that of callers that name no realm.',
    file: 'realms',
  }),
  superUser: option('AM_SUPER_USER', universalId, {
    meaning:
      'The universal id of the super user, for example `id=amadmin,ou=user,dc=openam,dc=example,dc=org`.',
    absent: '`id=amadmin,ou=user` in the top realm, under any suffix',
  }),
  staff: roleOptions,
  readScopes: option('READ_SCOPES', listOf(scope), {
    idleWithout: tokens,
    default: 'devices:read',
    meaning: 'OAuth scopes. Any of them lets bearers see their own account and devices.',
  }),
  changeScopes: option('CHANGE_SCOPES', listOf(scope), {
    idleWithout: tokens,
    default: 'devices:reset',
    meaning: 'OAuth scopes. Any of them lets bearers reset, remove and rename their own devices.',
  }),
  staffRealms: option('HELP_DESK_REALMS', listOf(staffRealm), {
    refersTo: servedRealms,
    default: '',
    file: 'access.acrossRealms',
    isList: true,
    meaning:
      'Pairs of served realms. `{ staffOf: alpha, actIn: beta }` lets help desk, administrators and auditors of alpha also act in beta.',
  }),
  administratorsOverPrivileged: option('ADMINS_OVER_PRIVILEGED', onOrOff, {
    default: 'off',
    meaning: 'Whether administrators can change devices of privileged users.',
  }),
  reasonRequired: option('REASON_REQUIRED', staffList, {
    default: '',
    meaning: 'The roles that must give a reason for a change: `help-desk`, `administrator`.',
  }),
  ticketPattern: option('TICKET_PATTERN', clientPattern, {
    meaning:
      'A regular expression for whole tickets: `(?:INC|CHG)-[0-9]{1,9}`. It must be valid in RE2 and in JavaScript (flag `u`), because the pages use it, too. If set, the roles of `REASON_REQUIRED` must also give a ticket.',
    absent: 'tickets are optional, and any text',
  }),
  ticketExample: option('TICKET_EXAMPLE', text, {
    meaning:
      'A ticket such as callers write them, for messages and the pages: `INC-20461`. It must match `TICKET_PATTERN`.',
    absent: 'messages name no example',
  }),
  approval: {
    rules: option('APPROVAL_REQUIRED', listOf(approvalRule), {
      refersTo: servedRealms,
      default: '',
      file: 'approvals',
      isList: true,
      meaning:
        'Which resets and removals by staff need a second person: `{ of: everyone }`, `{ of: privileged }`, or of a group: `{ group: { name: executives, realm: alpha } }`. Also of users whose devices were changed lately (`{ changedDays: 7 }`), or without a proof of identity (`{ of: no-proof }`). `effect: reset` or `remove` restricts an item. `{ byScope: agent:desk }` is for tokens with this scope: they change nothing without a second person, and can be no second person. [Approvals](approvals.md) describes them.',
    }),
    minutes: option('APPROVAL_MINUTES', wholeNumber(1, 1_440), {
      default: '30',
      meaning: 'How long a requested change waits for a second person.',
      unit: 'minutes',
    }),
  },
  verification: {
    requiredOf: option('VERIFICATION_REQUIRED', listOf(oneOf([...staff, 'proof'])), {
      needs: ['PROOF_JOURNEYS|IDENTITY_VENDORS if VERIFICATION_REQUIRED=proof'],
      default: '',
      meaning:
        'The roles that must state how they verified the user before a change: `help-desk`, `administrator`. With `proof` a statement is not enough: the user must prove their identity through AM. `proof` alone means both roles.',
    }),
    methods: option('VERIFICATION_METHODS', nonEmptyListOf(text), {
      default: 'call-back,video,in-person,manager',
      meaning: 'The accepted methods of verification.',
    }),
    maxAgeSeconds: option('VERIFICATION_MAX_AGE', wholeNumber(60, 3_600), {
      default: '900',
      meaning: 'The maximum age of a verification.',
      unit: 'seconds',
    }),
  },
  ...signInOptions,
  stepUpMaxAgeSeconds: option('STEP_UP_MAX_AGE', wholeNumber(60, 86_400), {
    idleWithout: tokens,
    meaning:
      'The maximum age of a sign-in for changes of own devices. A token without `auth_time` is too old; if a session does not say its age, AM decides.',
    unit: 'seconds',
    absent: 'AM alone decides',
  }),
} satisfies OptionTree;

/** Returns what callers may do, and in which realms. */
export function accessConfig(
  {
    realms: listed,
    verification,
    approval: { rules, minutes },
    staff: ofStaff,
    ownChangeRules: ofOwnChanges,
    ...given
  }: Values<typeof accessOptions>,
  flavor: Flavor,
  source: Source,
): AccessSettings {
  const realms = realmsOf(listed);
  const settings = {
    ...given,
    ownChangeRule: ruleByRealm(ofOwnChanges, flavor),
    ...rolesConfig(ofStaff, source, { ...given, realms, flavor }),
    approval: { rules, seconds: minutes * 60 },
    verification: verificationRules(verification),
    realms,
  };
  source.problems.push(...scopeProblems(settings), ...ruleProblems(ofOwnChanges));
  const { ticketPattern, ticketExample } = settings;
  if (ticketExample !== undefined && ticketPattern?.test(ticketExample) === false)
    source.problems.push('TICKET_EXAMPLE: does not match TICKET_PATTERN');
  return settings;
}

/** `proof` without a role means every role of staff. */
function verificationRules({
  requiredOf,
  ...rest
}: Values<typeof accessOptions>['verification']): AccessSettings['verification'] {
  const isProofRequired = requiredOf.includes('proof');
  const roles = requiredOf.filter((one) => one !== 'proof');
  return {
    ...rest,
    isProofRequired,
    requiredOf: isProofRequired && roles.length === 0 ? staff : roles,
  };
}

/** A token without such a scope is not supervised, so the scope itself must give what it can do. */
function scopeProblems(settings: AccessSettings): string[] {
  const given = staffSigns(settings)
    .filter(({ role }) => role !== 'AUDITOR')
    .flatMap(({ signs }) => signs.scopes);
  return supervisedScopes(settings)
    .filter((one) => !given.includes(one))
    .map(
      (one) =>
        `APPROVAL_REQUIRED: byScope "${one}" is not in HELP_DESK_SCOPES, ADMIN_SCOPES or roles in CONFIG_FILE`,
    );
}
