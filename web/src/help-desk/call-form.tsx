import { useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { Button } from '../parts/button.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { nameOf } from '../parts/person-name.ts';
import { selectedDevices } from '../removal/selection.ts';
import { Text } from '../text/text.tsx';
import type { Call } from './call.ts';
import { CallDialogs, type CallSteps } from './call-dialogs.tsx';
import { CallFields } from './call-fields.tsx';
import { kindsOfNewCode } from './held.ts';
import { devicesOf } from './person.ts';
import { RefusedNote } from './refused-note.tsx';
import { PreviewLine } from './removal-preview.tsx';
import type { DeskSignOut } from './signed-out-view.tsx';
import { useCallCheck } from './use-call-check.ts';
import { useDeskSignOut } from './use-desk-sign-out.ts';
import { useRemovalSteps } from './use-removal-steps.ts';
import type { RemovalStepsProps } from './use-removal-steps.ts';
import { secondPersonFor, useRemovalRule } from './use-removal-rule.ts';

/** The call, and the removal or the sign-out that it is about. */
export interface CallFormProps extends RemovalStepsProps {
  /** Whether there are devices that the agent can remove. */
  readonly canRemove: boolean;
  readonly onCall: (call: Call) => void;
  /** Called when the agent starts a preview. */
  readonly onPreview: () => void;
  readonly onSignedOut: (outcome: DeskSignOut) => void;
}

/** The form of a call: its fields, what will happen, and a button for each action. */
export function CallForm(props: CallFormProps): ReactNode {
  const { person, draft, canRemove, onCall } = props;
  const form = useRef<HTMLFormElement>(null);
  const removal = useRemovalSteps(props);
  const signOut = useDeskSignOut({ ...props, call: draft.call });
  const targets = selectedDevices(devicesOf(person), draft.selection);
  const { faults, check } = useCallCheck(draft.call, person);
  const start = async (
    action: () => Promise<void>,
    needs: 'proof' | 'secondPerson' = 'proof',
  ): Promise<void> => {
    props.onPreview();
    removal.cancel();
    signOut.cancel();
    const field = check(needs);
    if (field === null) await action();
    else form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void start(canRemove ? removal.preview : signOut.preview);
  };
  return (
    <form ref={form} className="card desk-form" aria-labelledby="call" noValidate onSubmit={submit}>
      <div className="form">
        <h2 id="call">
          <Text id="call.title" />
        </h2>
        <CallFields person={person} call={draft.call} faults={faults} onCall={onCall} />
      </div>
      {canRemove && <SecondPersonNote person={person} draft={draft} />}
      <FormEnd
        {...props}
        removal={removal}
        signOut={signOut}
        count={targets.length}
        onSignOut={() => void start(signOut.preview)}
        onAsk={() => void start(removal.offerToAsk, 'secondPerson')}
        onNewCode={() => void start(removal.offerNewCode)}
      />
      <CallDialogs {...props} removal={removal} signOut={signOut} count={targets.length} />
    </form>
  );
}

/** That a second person is needed, before the agent has done anything. */
function SecondPersonNote({ person, draft }: Pick<CallFormProps, 'person' | 'draft'>): ReactNode {
  const rule = secondPersonFor(person, draft);
  if (rule === null) return null;
  return (
    <div className="form-note">
      <Note icon="approve">
        <p>
          <Text id={`ask.rule.${rule}`} values={{ name: <Name>{nameOf(person)}</Name> }} />
        </p>
      </Note>
    </div>
  );
}

interface FormEndProps extends CallSteps, Pick<CallFormProps, 'canRemove' | 'onCall'> {
  readonly onSignOut: () => void;
  readonly onAsk: () => void;
  readonly onNewCode: () => void;
}

/** Says why the action stopped; its button. */
function FormEnd({
  person,
  draft,
  canRemove,
  onCall,
  removal,
  signOut,
  count,
  onSignOut,
  onAsk,
  onNewCode,
}: FormEndProps): ReactNode {
  const { step } = removal;
  const targets = selectedDevices(devicesOf(person), draft.selection);
  const kinds = [...new Set(targets.map(({ kind }) => kind))];
  const refusal = { person, kinds, call: draft.call, onCall };
  const rule = useRemovalRule(person, draft);
  return (
    <div className="form-end">
      {step.next === 'refused' && <RefusedNote what="remove" {...refusal} failure={step.failure} />}
      {signOut.step.next === 'refused' && (
        <RefusedNote what="signOut" {...refusal} failure={signOut.step.failure} />
      )}
      {(step.next === 'nothingPicked' || step.next === 'lookAgain') && (
        <div role="alert">
          <Note icon="warn" isCaution>
            <p>
              <Text id={`desk.${step.next}`} />
            </p>
          </Note>
        </div>
      )}
      {canRemove && <PreviewLine person={person} targets={targets} />}
      {canRemove && <RemoveButtons {...{ rule, person, removal, count, onAsk }} />}
      {count === 0 && rule !== 'secondPerson' && kindsOfNewCode(person).length > 0 && (
        <Button opensDialog isBusy={removal.isBusy} onPress={onNewCode}>
          <Text id="code.new" />
        </Button>
      )}
      {/* A removal ends the sessions, too. */}
      {person.endSessions.isAllowed && count === 0 && (
        <SignOutButton {...{ person, canRemove, signOut, onSignOut }} />
      )}
      <p className="quiet small">
        <Text id={rule === 'secondPerson' && canRemove ? 'ask.startHint' : 'desk.buttonHint'} />
      </p>
    </div>
  );
}

/** Starts the removal, or the request for a second person. */
function RemoveButtons({
  rule,
  person,
  removal: { step, isBusy },
  count,
  onAsk,
}: Pick<FormEndProps, 'person' | 'removal' | 'count' | 'onAsk'> & {
  readonly rule: ReturnType<typeof useRemovalRule>;
}): ReactNode {
  const isPreviewing = isBusy && step.next === 'form';
  const label = rule === 'secondPerson' ? 'ask.start' : 'desk.button';
  return (
    <>
      <button
        type="submit"
        className="button button-primary"
        aria-haspopup="dialog"
        aria-disabled={isBusy || undefined}
      >
        <span>
          <Text
            id={isPreviewing ? 'desk.trying' : label}
            values={{ count, name: <Name>{nameOf(person)}</Name> }}
          />
        </span>
      </button>
      {rule === 'proof' && (
        <Button opensDialog isBusy={isBusy} onPress={onAsk}>
          <Text id="ask.start" values={{ count }} />
        </Button>
      )}
    </>
  );
}

/** Beside the removal it is the smaller button; alone it submits the form. */
function SignOutButton({
  person,
  canRemove,
  signOut,
  onSignOut,
}: Pick<FormEndProps, 'person' | 'canRemove' | 'signOut' | 'onSignOut'>): ReactNode {
  const isPreviewing = signOut.isBusy && signOut.step.next === 'form';
  const id = isPreviewing ? 'desk.trying' : 'signOut.desk.button';
  return (
    <Button
      look={canRemove ? 'plain' : 'primary'}
      isBusy={signOut.isBusy}
      opensDialog
      onPress={onSignOut}
    >
      <span>
        <Text id={id} values={{ name: <Name>{nameOf(person)}</Name>, count: 0 }} />
      </span>
    </Button>
  );
}
