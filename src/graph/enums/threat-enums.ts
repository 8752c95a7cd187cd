import { ThreatLevel, ThreatRule } from '../../domain/threat/threat-level.ts';
import { register } from './register-enum.ts';

register(ThreatLevel, {
  name: 'RealmThreatLevelName',
  description: 'How strictly a realm permits changes.',
  values: {
    NORMAL: 'The rules of every day.',
    GUARDED:
      'Staff need a proof of identity or a second person, and users a second factor. Limits of changes are halved.',
    LOCKED:
      'Users cannot change their own devices. Staff need a second person, but can end sessions.',
    FROZEN: 'No changes at all.',
  },
});

register(ThreatRule, {
  name: 'RealmThreatLevelRule',
  description: 'What a threat level requires of a change.',
  values: {
    PERMITTED: 'Nothing more than every day.',
    SECOND_FACTOR: 'A session or token that shows a sign-in with a second factor.',
    PROOF_OR_APPROVAL: 'A proof of identity by the user, or the approval of a second person.',
    APPROVAL: 'The approval of a second person.',
    REFUSED: 'The change is refused.',
  },
});

export { ThreatLevel, ThreatRule };
