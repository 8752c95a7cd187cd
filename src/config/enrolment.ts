import { enrolmentActors, heldByDefault } from '../domain/enrolment/enrolment-rule.ts';
import { servedRealms, service } from './things/section-context.ts';
import { realmName } from './things/realms.ts';
import { option, type OptionTree, type Values } from './values/option.ts';
import { listOf } from './values/parts.ts';
import { headerSecret, oneOf, wholeNumber } from './values/readers.ts';
import { thing } from './values/thing.ts';

/** `ticket`, or only for some changes: `ticket:realm=alpha:kind=OATH:by=help-desk`. */
const rule = thing(
  {
    forms: ['{method}[:realm={realm}][:kind={kind}][:by={by}]'],
    parts: { method: oneOf(['ticket']) },
    optional: { realm: realmName, kind: oneOf(heldByDefault), by: oneOf(enrolmentActors) },
    expected: 'ticket, perhaps with :realm=NAME, :kind=KIND and :by=ROLE',
  },
  ({ method: _ticket, ...given }) => given,
);

/** The options of holds on new devices. */
export const enrolmentOptions = {
  rules: option('ENROLMENT', listOf(rule), {
    needs: ['ENROLMENT_SECRET', service('read users and devices')],
    refersTo: servedRealms,
    default: '',
    file: 'enrolment.rules',
    isList: true,
    meaning:
      'After which changes a new device needs a setup code: `{ method: ticket }` for all, or `{ method: ticket, realm: alpha, kind: OATH, by: help-desk }`; `by` is `self`, `help-desk`, `administrator` or `campaign`. AM must ask the gateway before it registers a device ([setup codes](enrolment.md)).',
  }),
  secret: option('ENROLMENT_SECRET', headerSecret, {
    needs: ['ENROLMENT'],
    meaning:
      "The secret that only the gateway and the script of AM's journeys have, 32 to 512 characters. Another one ends the setup codes that are open.",
    absent: 'AM cannot ask',
    secret: true,
    live: true,
  }),
  holdHours: option('ENROLMENT_HOLD_HOURS', wholeNumber(1, 720), {
    idleWithout: 'ENROLMENT',
    default: '72',
    unit: 'h',
    meaning: 'How long a new device needs a setup code after a change.',
  }),
} satisfies OptionTree;

/** Returns when new devices need a setup code; null if never. */
export function enrolmentConfig({ rules, secret, holdHours }: Values<typeof enrolmentOptions>) {
  if (rules.length === 0 || secret === undefined) return null;
  return { rules, holdMs: holdHours * 3_600_000, key: () => secret.current };
}
