import { useState } from 'react';
import { faultsOf } from './call.ts';
import type { Call, CallFault, CallField } from './call.ts';
import type { Person } from './person.ts';
import { useCallRules } from './use-staff-rule.ts';

/** The faults of the form when it was last checked. */
interface CheckedCall {
  readonly call: Call;
  readonly faults: readonly (readonly [CallField, CallFault])[];
}

/** The check of the fields of a call, before any of its actions. */
export function useCallCheck(
  call: Call,
  person: Person,
): {
  readonly faults: CheckedCall['faults'];
  /** Checks the form. Returns the first faulty field, or null. A second person replaces a proof. */
  check(needs: 'proof' | 'secondPerson'): CallField | null;
} {
  const rules = useCallRules(person);
  const [checked, setChecked] = useState<CheckedCall>({ call, faults: [] });
  // A field that has changed since the check is not reported until the next check.
  const faults = checked.faults.filter(([field]) => call[field] === checked.call[field]);
  const check = (needs: 'proof' | 'secondPerson'): CallField | null => {
    const isProofRequired = rules.isProofRequired && needs === 'proof';
    const found = faultsOf(call, { ...rules, isProofRequired }, new Date());
    setChecked({ call, faults: found });
    return found[0]?.[0] ?? null;
  };
  return { faults, check };
}
