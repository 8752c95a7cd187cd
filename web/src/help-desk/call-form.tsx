import { useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { SignInAgain } from '../parts/sign-in-again.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Call } from './call.ts';
import { CallFields } from './call-fields.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { nameOf, pickedDevices } from './person.ts';
import { RefusedNote } from './refused-note.tsx';
import { useCallSteps } from './use-call-steps.ts';
import type { CallSteps, CallStepsProps } from './use-call-steps.ts';
import { WillHappen } from './will-happen.tsx';

/** What the form is about, and what follows from it. */
export interface CallFormProps extends CallStepsProps {
  /** When the list was read. */
  readonly readAt: Date;
  readonly onCall: (call: Call) => void;
  /** The agent goes on. */
  readonly onTry: () => void;
}

/** The call: how the caller was verified and why something goes; what will happen; the button that tries it out. */
export function CallForm(props: CallFormProps): ReactNode {
  const { person, readAt, draft, onCall } = props;
  const { t } = useText();
  const form = useRef<HTMLFormElement>(null);
  const steps = useCallSteps(props);
  const picked = pickedDevices(person, draft.pick);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    props.onTry();
    const wrong = await steps.tryOut();
    if (wrong !== null) form.current?.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
  };
  return (
    <form
      ref={form}
      className="card desk-form"
      aria-labelledby="call"
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <div className="form">
        <h2 id="call">
          <Text id="call.title" />
        </h2>
        <CallFields call={draft.call} faults={steps.faults} onCall={onCall} />
      </div>
      <WillHappen person={person} goes={picked} call={draft.call} at={readAt} isTried={false} />
      <FormEnd {...props} steps={steps} count={picked.length} />
      {steps.step.what === 'confirm' && (
        <ConfirmDialog
          person={person}
          call={draft.call}
          tried={steps.step.tried}
          isBusy={steps.busy}
          onCancel={steps.cancel}
          onConfirm={() => void steps.confirm()}
        />
      )}
      {steps.step.what === 'signIn' && (
        <SignInAgain
          action={t('signInAgain.remove', { count: picked.length })}
          onCancel={steps.cancel}
        />
      )}
    </form>
  );
}

/** Why it did not go on, and the button. */
function FormEnd({
  person,
  draft,
  onCall,
  steps: { step, busy },
  count,
}: CallFormProps & { readonly steps: CallSteps; readonly count: number }): ReactNode {
  const isTrying = busy && step.what === 'form';
  return (
    <div className="form-end">
      {step.what === 'refused' && (
        <RefusedNote
          what="remove"
          person={person}
          failure={step.failure}
          call={draft.call}
          onCall={onCall}
        />
      )}
      {(step.what === 'nothingPicked' || step.what === 'lookAgain') && (
        <div role="alert">
          <Note icon="warn" isCaution>
            <p>
              <Text id={`desk.${step.what}`} />
            </p>
          </Note>
        </div>
      )}
      <button
        type="submit"
        className="button button-primary"
        aria-haspopup="dialog"
        aria-disabled={busy || undefined}
      >
        <span>
          <Text
            id={isTrying ? 'desk.trying' : 'desk.button'}
            values={{ count, name: <Name>{nameOf(person)}</Name> }}
          />
        </span>
      </button>
      <p className="quiet small">
        <Text id="desk.buttonHint" />
      </p>
    </div>
  );
}
