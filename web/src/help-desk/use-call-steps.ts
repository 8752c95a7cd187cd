import { useState } from 'react';
import { useViewer } from '../data/session.tsx';
import type { Failure } from '../data/failure.ts';
import { faultsOf } from './call.ts';
import type { Call, CallFault, CallField } from './call.ts';
import { drafts } from './draft.ts';
import type { Draft } from './draft.ts';
import type { Outcome } from './outcome.ts';
import { pickedDevices } from './person.ts';
import type { Person } from './person.ts';
import { useDeskRemoval } from './use-desk-removal.ts';
import type { Tried } from './use-desk-removal.ts';

/** What the steps are about, and what follows from them. */
export interface CallStepsProps {
  readonly person: Person;
  readonly draft: Draft;
  readonly onOutcome: (outcome: Outcome) => void;
  /** The list must be read again. */
  readonly onStale: () => Promise<unknown>;
}

/** Where the agent is. */
export type Step =
  | { readonly what: 'form' | 'nothingPicked' | 'lookAgain' | 'signIn' }
  | { readonly what: 'refused'; readonly failure: Failure }
  | { readonly what: 'confirm'; readonly tried: Extract<Tried, { readonly next: 'confirm' }> };

/** What was wrong with the form when it was last looked at. */
interface Checked {
  readonly call: Call;
  readonly faults: readonly (readonly [CallField, CallFault])[];
}

/** From the form over the try to the confirmation. */
export interface CallSteps {
  readonly step: Step;
  readonly busy: boolean;
  readonly faults: readonly (readonly [CallField, CallFault])[];
  /** Checks the form and tries the removal out. Returns the first field that is wrong; null for none. */
  tryOut(): Promise<CallField | null>;
  confirm(): Promise<void>;
  cancel(): void;
}

/** The steps of one call; what is typed stays through all of them. */
export function useCallSteps({ person, draft, onOutcome, onStale }: CallStepsProps): CallSteps {
  const { pick, call } = draft;
  const { caller } = useViewer();
  const removal = useDeskRemoval();
  const [step, setStep] = useState<Step>({ what: 'form' });
  const [checked, setChecked] = useState<Checked>({ call, faults: [] });
  // A field that has been changed since is not called wrong until it is looked at again.
  const faults = checked.faults.filter(([field]) => call[field] === checked.call[field]);

  const halt = async (answer: Exclude<Tried, { readonly next: 'confirm' }>): Promise<void> => {
    if (answer.next === 'refused') setStep({ what: 'refused', failure: answer.failure });
    else setStep({ what: answer.next });
    if (answer.next === 'lookAgain') await onStale();
  };
  const tryOut = async (): Promise<CallField | null> => {
    if (removal.busy) return null;
    const wrong = faultsOf(call, caller, new Date());
    setChecked({ call, faults: wrong });
    const [first] = wrong;
    if (first !== undefined) return first[0];
    if (pickedDevices(person, pick).length === 0) {
      setStep({ what: 'nothingPicked' });
      return null;
    }
    setStep({ what: 'form' });
    const tried = await removal.tryOut({ person, pick, call });
    if (tried?.next === 'confirm') setStep({ what: 'confirm', tried });
    else if (tried !== null) await halt(tried);
    return null;
  };
  const confirm = async (): Promise<void> => {
    const answer = await removal.send({ person, pick, call });
    if (answer === null) return;
    if (answer.next !== 'outcome') {
      await halt(answer);
      return;
    }
    drafts.forget();
    onOutcome(answer.outcome);
    await onStale();
  };
  return {
    step,
    busy: removal.busy,
    faults,
    tryOut,
    confirm,
    cancel: () => setStep({ what: 'form' }),
  };
}
