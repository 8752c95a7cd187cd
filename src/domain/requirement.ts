import { Role } from './caller.ts';
import { policy, type Effect } from './policy.ts';

/** The names of roles in descriptions and pages, in the order of `Role`. */
export const roleNames: Readonly<Record<Role, string>> = {
  SELF: 'self',
  HELP_DESK: 'help desk',
  ADMINISTRATOR: 'administrator',
  AUDITOR: 'auditor',
  SUPER_USER: 'super user',
  CAMPAIGN: 'campaign',
};

/** Lists the roles that permit an effect: `self, help desk or super user`. */
export function requirementOf(effect: Effect): string {
  const names = Object.values(Role)
    .filter((role) => policy[effect][role] !== undefined)
    .map((role) => roleNames[role]);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}
