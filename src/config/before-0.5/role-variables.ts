/** What variables of 0.3 say of the session properties of roles. */
import { roleNames } from '../things/role.ts';
import { standingFor } from '../values/parts.ts';
import { property } from '../values/readers.ts';

const prefixes = { 'help-desk': 'HELP_DESK', administrator: 'ADMIN', auditor: 'AUDITOR' };

export const roleVariables = roleNames.map((role) => ({
  name: `${prefixes[role]}_PROPERTY`,
  read: standingFor(
    (text) => [property(text)],
    (one) => ({ role, property: one }),
  ),
}));
