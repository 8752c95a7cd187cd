import { useState } from 'react';
import { useViewer } from '../data/session.tsx';
import { useSignOut } from '../sign-out/use-sign-out.ts';
import type { SignOutPreview, SignOutTerms } from '../sign-out/use-sign-out.ts';
import { callInput } from './call.ts';
import type { Call } from './call.ts';
import { draftOwner } from './draft.ts';
import type { Person } from './person.ts';
import type { DeskSignOut } from './signed-out-view.tsx';

/** The current step of a sign-out everywhere. */
export type SignOutStep = { readonly next: 'form' } | SignOutPreview;

/** The steps of a sign-out everywhere: form, preview, confirmation. */
export interface DeskSignOutSteps {
  readonly step: SignOutStep;
  readonly isBusy: boolean;
  preview(): Promise<void>;
  confirm(): Promise<void>;
  cancel(): void;
}

/** Runs the steps of a sign-out everywhere. The form has been checked before. */
export function useDeskSignOut({
  person,
  call,
  onSignedOut,
}: {
  readonly person: Person;
  readonly call: Call;
  readonly onSignedOut: (outcome: DeskSignOut) => void;
}): DeskSignOutSteps {
  const { caller, me } = useViewer();
  const signOut = useSignOut(draftOwner(me?.id ?? 'no agent', person));
  const [step, setStep] = useState<SignOutStep>({ next: 'form' });
  const termsNow = (): SignOutTerms => ({
    target: { user: { id: person.id } },
    ...callInput(call, caller, new Date()),
  });
  const preview = async (): Promise<void> => {
    setStep({ next: 'form' });
    const answer = await signOut.preview(termsNow());
    if (answer !== null) setStep(answer);
  };
  const confirm = async (): Promise<void> => {
    const answer = await signOut.send(termsNow());
    if (answer === null) return;
    if (answer.next !== 'outcome') {
      setStep(answer);
      return;
    }
    onSignedOut({ ...answer.outcome, call });
  };
  return {
    step,
    isBusy: signOut.isBusy,
    preview,
    confirm,
    cancel: () => setStep({ next: 'form' }),
  };
}
