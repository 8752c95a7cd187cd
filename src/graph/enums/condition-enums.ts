import { Condition, Remedy } from '../../domain/conditions/condition.ts';
import { register } from './register-enum.ts';

register(Condition, {
  name: 'DeviceChangeCondition',
  description:
    'The conditions of a change, in the order in which they are tried. New values may be added.',
  values: {
    POLICY: 'A role of the caller permits the action.',
    AREA: 'The user is in the area of the role.',
    PRIVILEGE: 'The role reaches a user with these privileges.',
    OWN_ACCOUNT: 'Staff change their own devices as themselves.',
    REASON: 'Staff state a reason, and a ticket where the deployment has a form for it.',
    VERIFICATION: 'Staff have verified the identity of the user.',
    SIGN_IN: "The caller's sign-in is recent enough.",
    ASSURANCE: "The caller's sign-in is strong enough for changes of their own devices.",
    OPERATION: 'An operation changes the devices of at most one other user.',
    THREAT_LEVEL: 'The threat level permits the change.',
    PROOF: 'The proof of identity that the change names can be used.',
    SECOND_PERSON: 'A second person agrees, by the rules of the deployment.',
    LIMITS: 'No limit is reached. Some roles can override limits per user.',
  },
});

register(Remedy, {
  name: 'DeviceChangeRemedy',
  description: 'What helps against an obstacle. New values may be added.',
  values: {
    SIGN_IN_AGAIN: 'Sign in again, with a second factor.',
    ACT_AS_YOURSELF: 'Use `target: { me: true }`.',
    STATE_A_REASON: 'Give `reason`, and `ticket` where the deployment has a form for it.',
    VERIFY_THE_PERSON: 'Give `verification`.',
    PROVE_THE_PERSON: 'Let the user prove their identity, and give `proofId`.',
    ASK_A_SECOND_PERSON: 'Request the change (`requestDeviceChange`).',
    ASK_THE_HELP_DESK: 'The help desk can make the change.',
    ASK_AN_ADMINISTRATOR: 'An administrator who reaches this user can make the change.',
    WAIT: 'Try again at `until`, or later.',
  },
});

export { Condition, Remedy };
