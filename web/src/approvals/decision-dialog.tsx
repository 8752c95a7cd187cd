import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Name } from '../parts/name.tsx';
import { Text, useText } from '../text/text.tsx';
import { RequestedDevices } from './requested-devices.tsx';
import type { Request } from './request.ts';
import type { Decision } from './use-decision.ts';

/** Asks for confirmation of a decision, and for a note. */
export function DecisionDialog({
  decision,
  request,
  name,
  firstNote = '',
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly decision: Decision;
  readonly request: Request;
  /** The name of the person whose devices the request is about. */
  readonly name: string;
  /** The note that the reader typed before a sign-in. Default: none. */
  readonly firstNote?: string;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: (note: string) => void;
}): ReactNode {
  const { t } = useText();
  const [note, setNote] = useState(firstNote);
  return (
    <Dialog
      title={<Title decision={decision} request={request} name={name} />}
      consequence={<Effect decision={decision} request={request} />}
      bodyLabel={t('approvals.request')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button
          look={decision === 'approve' ? 'danger' : 'primary'}
          isBusy={isBusy}
          onPress={() => onConfirm(note)}
        >
          <Text id={`approvals.${decision}.${isBusy ? 'busy' : 'button'}`} />
        </Button>
      }
    >
      <RequestedDevices devices={request.devices} />
      {decision !== 'withdraw' && <NoteField note={note} onNote={setNote} />}
    </Dialog>
  );
}

interface About {
  readonly decision: Decision;
  readonly request: Request;
}

function Title({ decision, request, name }: About & { readonly name: string }): ReactNode {
  const values = { name: <Name>{name}</Name>, count: request.devices.length };
  if (decision === 'approve') return <Text id="confirm.title" values={values} />;
  return <Text id={`approvals.${decision}.title`} values={values} />;
}

function Effect({ decision, request: { devices, requestedBy } }: About): ReactNode {
  if (decision === 'approve')
    return <Text id="confirm.consequence" values={{ count: devices.length }} />;
  const requester = <Name>{requestedBy.amId}</Name>;
  return <Text id={`approvals.${decision}.effect`} values={{ requester }} />;
}

function NoteField({
  note,
  onNote,
}: {
  readonly note: string;
  readonly onNote: (note: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="approvals.note" />
      </label>
      <textarea
        className="input"
        id={id}
        rows={2}
        dir="auto"
        maxLength={500}
        value={note}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onNote(currentTarget.value)}
      />
      <p className="hint" id={`${id}-hint`}>
        <Text id="approvals.noteHint" />
      </p>
    </div>
  );
}
