import { Role, roleTraits } from '../../src/domain/people/caller.ts';
import { areaReach } from '../../src/domain/policy/area.ts';
import { policy, type Reach } from '../../src/domain/policy/policy.ts';
import {
  approvableEffects,
  effectTraits,
  effects,
  isChange,
  type ChangeEffect,
  type Effect,
} from '../../src/domain/policy/effects.ts';

const columns = Object.values(Role).filter((role) => roleTraits[role].isPerson);

const reaches: Readonly<Record<Reach, string>> = {
  own: 'own account',
  everybody: 'all',
  unprivileged: 'others, unless privileged',
  'privileged if allowed': 'others; privileged only with `ADMINS_OVER_PRIVILEGED=on`',
};

/** What a caller can do, besides changes. */
const meanings: Readonly<Record<Exclude<Effect, ChangeEffect>, string>> = {
  search: 'find users',
  viewPerson: 'see a user',
  viewDevices: 'see devices and the skip choice',
  viewProfileData: 'see personal data of device profiles',
  viewHistory: 'see changes',
  viewRefusals: 'see refused changes among them',
  viewStaffNotes:
    'see in a change which member of staff made it, and their reason, ticket, verification and note',
  viewInsights: 'see counts of the changes of a realm',
  viewCoverage: 'see counts of who has which devices in a realm or area',
  viewReceivers: 'see to which systems a change was reported',
  prove: 'ask a user for a proof of identity',
  viewThreatLevel: 'see the threat level of a realm',
  viewThreatReason: 'see who set it, and why',
  setThreatLevel: 'set the threat level of a realm',
  report: 'report a change as not recognised',
  viewCampaigns: 'see campaigns',
  runCampaigns: 'start, pause, resume and abort campaigns, and retry their failures',
  check: 'look what became of a change with an unknown outcome',
  takeReport: 'take such a report',
  retryNotice: 'send mail about a change again',
  approve: 'request a change that needs a second person, or decide about one',
};

const requestable = approvableEffects.map((effect) => `\`${effect}\``).join(' and ');

const head = `# Who may do what

What each role may do. [The schema](../schema/schema.graphql) says who may read each field. \`npm run generate\` writes it.
Everything else is denied, by every path to a field.

| Role | How a caller gets it |
| --- | --- |
| self | a session, or an access token with a scope: \`READ_SCOPES\` to see, \`CHANGE_SCOPES\` to change; otherwise \`INSUFFICIENT_SCOPE\` |
| help desk, administrator, auditor | a group (sessions only), a session property, or a scope ([callers](callers.md#help-desk-administrators-and-auditors)) |
| super user | the session of AM's super user |

## Rules

**Staff**

- Help desk, administrators and auditors act in their own realm, and in those that \`access.acrossRealms\` adds.
- Staff who name themselves in a change, in any spelling, are refused (\`OWN_ACCOUNT\`). As \`self\` they act like other users.
- Only the caller's own session, or a token with one of \`CHANGE_SCOPES\`, changes the caller's own devices.
- A token has the roles of its own scopes, whatever groups its user is in.
- A token with a scope of \`approvals\` ([agents](approvals.md#agents)) reads by its roles, and requests
  ${requestable} of others. It has no other effect that writes.
- A caller without a right over others gets \`FORBIDDEN\` for every other user, and AM is not called.
- If it cannot be found out whether a user is [privileged](callers.md#privileged-users), staff who may not act for privileged users are refused
  (\`PRIVILEGE_UNKNOWN\`).
- [Areas](areas.md) give staff a part of the people; the last column of the policy says what else they reach.

**Changes and history**

- A [second person](approvals.md) has the right for the effect of the requested change on this user.
- A change reports its outcome and what it removed to every caller who may make it. \`user\`, \`oathSkip\` and \`device\` in its payload need the
  permission to see them.
- Auditors read changes (\`Query.realmHistory\`, \`Query.deviceChange\`), also of privileged and of deleted users. They see no other user, no device and no search.
- The help desk does not see the changes of privileged users. Only auditors, administrators and the super user see refused changes.
- \`GatewayCaller.history\` needs a session, a scope of \`READ_SCOPES\`, or a role that sees history. It shows a change only if the caller may see its user's
  history now.
`;

/** Generates `docs/access.md`: the policy. The schema says which roles each field requires. */
export function accessPage(): string {
  const policyRows = effects.map((effect) => {
    const cells = columns.map((role) => {
      const reach = policy[effect][role];
      return reach === undefined ? '–' : reaches[reach];
    });
    return `| ${meaningOf(effect)} (\`${effect}\`) | ${cells.join(' | ')} | ${areaReach[effect]} |`;
  });
  const names = columns.map((role) => roleTraits[role].name);
  return [
    head,
    '## The policy',
    '',
    `| Effect | ${names.join(' | ')} | staff of an area |`,
    `| --- |${' --- |'.repeat(names.length + 1)}`,
    ...policyRows,
    '',
  ].join('\n');
}

/** A sentence of the schema becomes a cell of the table. */
function meaningOf(effect: Effect): string {
  if (!isChange(effect)) return meanings[effect];
  const { action } = effectTraits[effect];
  return `${action.charAt(0).toLowerCase()}${action.slice(1, -1)}`;
}
