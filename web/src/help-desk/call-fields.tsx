import { useId } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Icon } from '../parts/icon.tsx';
import { methodName } from '../parts/method-name.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import type { Call, CallFault, CallField } from './call.ts';

/** What the fields show and change. */
export interface CallFieldsProps {
  readonly call: Call;
  readonly faults: readonly (readonly [CallField, CallFault])[];
  readonly onCall: (call: Call) => void;
}

/** There is one form on a page; the hint stands below both fields of its row. */
const reasonHint = 'reason-hint';

/** The fields of a call. Only what this deployment wants to know is asked for. */
export function CallFields(props: CallFieldsProps): ReactNode {
  const { caller } = useViewer();
  return (
    <>
      {caller.verificationMethods.length > 0 && (
        <div className="form-row">
          <MethodField {...props} />
          <TimeField {...props} />
        </div>
      )}
      <div className="form-row">
        <TicketField {...props} />
        <ReasonField {...props} />
      </div>
      <p className="hint" id={reasonHint}>
        <Text id="call.reasonHint" />
      </p>
    </>
  );
}

function MethodField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  const { t } = useText();
  const { caller } = useViewer();
  return (
    <Field label="call.method" field="method" faults={faults}>
      {(own) => (
        <span className="select">
          <select
            {...own}
            value={call.method}
            onChange={({ target }) => onCall({ ...call, method: target.value })}
          >
            <option value="">{t('call.choose')}</option>
            {caller.verificationMethods.map((method) => (
              <option key={method} value={method}>
                {methodName(method, t)}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
      )}
    </Field>
  );
}

function TimeField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  return (
    <Field label="call.verifiedAt" field="verifiedAt" faults={faults}>
      {(own) => (
        <input
          {...own}
          inputMode="numeric"
          autoComplete="off"
          value={call.verifiedAt}
          onChange={({ target }) => onCall({ ...call, verifiedAt: target.value })}
        />
      )}
    </Field>
  );
}

function TicketField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  const { caller } = useViewer();
  const label = caller.ticketPattern === null ? 'call.ticketOptional' : 'call.ticket';
  return (
    <Field label={label} field="ticket" faults={faults}>
      {(own) => (
        <input
          {...own}
          dir="auto"
          value={call.ticket}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => onCall({ ...call, ticket: target.value })}
        />
      )}
    </Field>
  );
}

function ReasonField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  const { caller } = useViewer();
  const label = caller.reasonRequired ? 'call.reason' : 'call.reasonOptional';
  return (
    <Field label={label} field="reason" faults={faults} hintId={reasonHint}>
      {(own) => (
        <textarea
          {...own}
          rows={2}
          dir="auto"
          maxLength={500}
          value={call.reason}
          onChange={({ target }) => onCall({ ...call, reason: target.value })}
          // Enter is a new line here; with Ctrl or Cmd it goes on, as in other forms of the trade.
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }
          }}
        />
      )}
    </Field>
  );
}

interface OwnAttributes {
  readonly id: string;
  readonly name: CallField;
  readonly className: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** A label, what is typed, and what is wrong with it. */
function Field({
  label,
  field,
  faults,
  hintId,
  children,
}: {
  readonly label: MessageKey;
  readonly field: CallField;
  readonly faults: CallFieldsProps['faults'];
  readonly hintId?: string;
  readonly children: (own: OwnAttributes) => ReactNode;
}): ReactNode {
  const id = useId();
  const fault = faults.find(([name]) => name === field)?.[1];
  const errorId = fault === undefined ? undefined : `${id}-error`;
  const describedBy = [errorId, hintId].filter((one) => one !== undefined).join(' ');
  return (
    <div className={`field field-${field}`}>
      <label htmlFor={id}>
        <Text id={label} />
      </label>
      {children({
        id,
        name: field,
        className: 'input',
        'aria-invalid': fault !== undefined,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
      })}
      {fault !== undefined && (
        <p className="field-error" id={errorId}>
          <Icon name="warn" />
          <Text id={fault === 'missing' ? `call.missing.${field}` : `call.fault.${fault}`} />
        </p>
      )}
    </div>
  );
}
