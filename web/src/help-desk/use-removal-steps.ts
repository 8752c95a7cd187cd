import { useState } from 'react';
import { useViewer } from '../data/session.tsx';
import type { PreviewAnswer, RemovalObstacle } from '../removal/answer.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { selectedDevices } from '../removal/selection.ts';
import type { Device, Kind } from '../parts/device.ts';
import { useRemoval } from '../removal/use-removal.ts';
import type { Removal } from '../removal/use-removal.ts';
import { callInput } from './call.ts';
import type { Call } from './call.ts';
import { draftOwner, drafts } from './draft.ts';
import type { Draft } from './draft.ts';
import { kindsOfNewCode } from './held.ts';
import { devicesOf, endsSessions } from './person.ts';
import type { Person } from './person.ts';
import { useAsk } from './use-ask.ts';
import { useRemovalRule } from './use-removal-rule.ts';
import type { Request } from '../approvals/request.ts';

/** The outcome of a removal at the help desk, and the call for which it was made. */
export interface DeskOutcome extends RemovalOutcome {
  readonly call: Call;
}

/** What the agent is about to remove. */
export interface RemovalStepsProps {
  readonly person: Person;
  readonly draft: Draft;
  readonly onOutcome: (outcome: DeskOutcome) => void;
  /** Called when a second person was asked. */
  readonly onAsked: (request: Request) => void;
  /** Called if the list is outdated; reads it again. */
  readonly onStale: () => Promise<unknown>;
}

/** A preview that the agent can confirm. */
export type ConfirmablePreview = Extract<PreviewAnswer, { readonly next: 'confirm' }>;

/** A removal that a second person has to approve. Nothing was changed. */
export interface AskStep {
  readonly next: 'ask';
  readonly devices: readonly Device[];
}

/** The current step. */
export type RemovalStep =
  | { readonly next: 'form' | 'nothingPicked' }
  /** A reset of kinds without devices: it makes a new setup code. */
  | { readonly next: 'newCode'; readonly kinds: readonly Kind[] }
  | RemovalObstacle
  | ConfirmablePreview
  | AskStep;

/** The steps of a removal: form, preview, confirmation. */
export interface RemovalSteps {
  readonly step: RemovalStep;
  readonly isBusy: boolean;
  /** Previews the removal, after the form was checked. */
  preview(): Promise<void>;
  confirm(): Promise<void>;
  /** Offers to make a new setup code for the next device. */
  offerNewCode(): Promise<void>;
  /** Offers to ask a second person, in place of a proof. */
  offerToAsk(): Promise<void>;
  /** Asks a second person for the removal. */
  ask(): Promise<void>;
  cancel(): void;
}

/** Runs the steps of one removal. The form keeps what is typed through all of them. */
export function useRemovalSteps({
  person,
  draft,
  onOutcome,
  onAsked,
  onStale,
}: RemovalStepsProps): RemovalSteps {
  const rule = useRemovalRule(person, draft);
  const removal = useRemoval();
  const second = useAsk();
  const [step, setStep] = useState<RemovalStep>({ next: 'form' });
  const targets = selectedDevices(devicesOf(person), draft.selection);
  const removalNow = useRemovalNow(person, draft);
  const stopAt = async (next: RemovalStep): Promise<void> => {
    setStep(
      needsSecondPerson(next) && targets.length > 0 ? { next: 'ask', devices: targets } : next,
    );
    if (next.next === 'lookAgain') await onStale();
  };
  const offerToAsk = async (): Promise<void> =>
    setStep(targets.length === 0 ? { next: 'nothingPicked' } : { next: 'ask', devices: targets });
  const preview = async (): Promise<void> => {
    if (removal.isBusy) return;
    if (targets.length === 0 || rule === 'secondPerson') {
      await offerToAsk();
      return;
    }
    setStep({ next: 'form' });
    const answer = await removal.preview(removalNow());
    if (answer !== null) await stopAt(answer);
  };
  const confirm = async (): Promise<void> => {
    const answer = await removal.send(ofStep(removalNow(), step));
    if (answer === null) return;
    if (answer.next !== 'outcome') {
      await stopAt(answer);
      return;
    }
    drafts.clear();
    onOutcome({ ...answer.outcome, call: draft.call });
    await onStale();
  };
  const ask = async (): Promise<void> => {
    const answer = await second.ask(removalNow());
    if (answer?.next === 'asked') {
      drafts.clear();
      onAsked(answer.request);
    } else if (answer !== null) await stopAt(answer);
  };
  return {
    step,
    isBusy: removal.isBusy || second.isBusy,
    preview,
    confirm,
    offerNewCode: async () => setStep({ next: 'newCode', kinds: kindsOfNewCode(person) }),
    offerToAsk,
    ask,
    cancel: () => setStep({ next: 'form' }),
  };
}

/** Returns a function that builds the removal of the draft, with the times of that moment. */
function useRemovalNow(person: Person, { selection, call }: Draft): () => Removal {
  const { caller, me } = useViewer();
  return () => ({
    selection,
    devices: devicesOf(person),
    owner: draftOwner(me?.id ?? 'no agent', person),
    terms: {
      target: { user: { id: person.id } },
      ...callInput(call, caller, new Date()),
      endSessions: endsSessions(person, call),
    },
  });
}

/** A new code ends no sessions: nothing is removed. */
function ofStep(removal: Removal, step: RemovalStep): Removal {
  if (step.next !== 'newCode') return removal;
  return {
    ...removal,
    selection: { what: 'kinds', kinds: step.kinds },
    terms: { ...removal.terms, endSessions: false },
  };
}

function needsSecondPerson(step: RemovalStep): boolean {
  return step.next === 'refused' && step.failure.code === 'APPROVAL_REQUIRED';
}
