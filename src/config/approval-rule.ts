import { approvableEffects, type ApprovalRule } from '../domain/approval.ts';
import type { Reader } from './option.ts';
import { InvalidValue } from './problem.ts';

/** The most days after a change. */
const mostDays = 365;

/** When a change needs a second person: `privileged`, `remove:group=alpha:executives`. */
export const approvalRule: Reader<ApprovalRule> = (value) => {
  const [, prefix, condition = ''] = /^(?:(reset|remove):)?(.+)$/.exec(value) ?? [];
  const when = conditionIn(condition);
  const only = approvableEffects.filter((effect) => effect === prefix);
  if (when !== null) return { effects: prefix === undefined ? approvableEffects : only, when };
  throw new InvalidValue(
    `expected everyone, privileged, group=NAME, changed=DAYS or no-proof, perhaps after reset: or remove:, got "${value}"`,
  );
};

function conditionIn(text: string): ApprovalRule['when'] | null {
  if (text === 'everyone' || text === 'privileged') return { kind: text };
  if (text === 'no-proof') return { kind: 'no proof' };
  const [, name, given = ''] = /^(group|changed)=(.+)$/.exec(text) ?? [];
  if (name === 'group') return { kind: 'group', group: given.trim() };
  const days = name === 'changed' && /^\d{1,3}$/.test(given) ? Number(given) : 0;
  return days >= 1 && days <= mostDays ? { kind: 'changed', days } : null;
}
