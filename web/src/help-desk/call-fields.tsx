import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { methodName } from '../parts/method-name.ts';
import { nameOf } from '../parts/person-name.ts';
import { ProofField } from '../proof/proof-field.tsx';
import { useIsUsable } from '../proof/use-is-usable.ts';
import { Text, useText } from '../text/text.tsx';
import { timeOfDay, withMethod } from './call.ts';
import type { Call } from './call.ts';
import { LabelledField, type CallFaults } from './labelled-field.tsx';
import type { Person } from './person.ts';
import { useCallRules } from './use-staff-rule.ts';

/** The call and its faults. */
export interface CallFieldsProps {
  readonly person: Person;
  readonly call: Call;
  readonly faults: CallFaults;
  readonly onCall: (call: Call) => void;
}

/** A fixed id: the page has one form, and the hint is shared by the fields of a row. */
const reasonHint = 'reason-hint';

/** The fields of a call. A field is shown only if this deployment uses it. */
export function CallFields(props: CallFieldsProps): ReactNode {
  const { person, call, faults, onCall } = props;
  const { caller } = useViewer();
  const isProven = useIsUsable(call.proof);
  const rules = useCallRules(person);
  return (
    <>
      {caller.proofMethods.length > 0 && (
        <ProofField
          userId={person.id}
          name={nameOf(person)}
          proof={call.proof}
          isMissing={faults.some(([field]) => field === 'proof')}
          onProof={(proof) => onCall({ ...call, proof })}
        />
      )}
      {rules.verificationMethods.length > 0 && !isProven && (
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
    <LabelledField label="call.method" field="method" faults={faults} isRequired>
      {(attributes) => (
        <span className="select">
          <select
            {...attributes}
            value={call.method}
            onChange={({ target }) => onCall(withMethod(call, target.value, new Date()))}
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
    </LabelledField>
  );
}

function TimeField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  const { t } = useText();
  return (
    <LabelledField label="call.verifiedAt" field="verifiedAt" faults={faults} isRequired>
      {(attributes) => (
        <span className="with-button">
          <input
            {...attributes}
            type="time"
            autoComplete="off"
            value={call.verifiedAt}
            onInput={({ currentTarget }) => onCall({ ...call, verifiedAt: currentTarget.value })}
          />
          <Button
            isDense
            label={t('call.nowLong')}
            onPress={() => onCall({ ...call, verifiedAt: timeOfDay(new Date()) })}
          >
            <Text id="call.now" />
          </Button>
        </span>
      )}
    </LabelledField>
  );
}

function TicketField({ call, faults, onCall }: CallFieldsProps): ReactNode {
  const { caller } = useViewer();
  const label = caller.ticketPattern === null ? 'call.ticketOptional' : 'history.ticket';
  const example = caller.ticketExample;
  const hint = example !== null && <Text id="call.ticketHint" values={{ example }} />;
  return (
    <LabelledField
      label={label}
      field="ticket"
      faults={faults}
      hint={hint}
      isRequired={caller.ticketPattern !== null}
    >
      {(attributes) => (
        <input
          {...attributes}
          dir="auto"
          value={call.ticket}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onInput={({ currentTarget }) => onCall({ ...call, ticket: currentTarget.value })}
        />
      )}
    </LabelledField>
  );
}

function ReasonField({ person, call, faults, onCall }: CallFieldsProps): ReactNode {
  const { isReasonRequired } = useCallRules(person);
  const label = isReasonRequired ? 'call.reason' : 'call.reasonOptional';
  return (
    <LabelledField
      label={label}
      field="reason"
      faults={faults}
      hintId={reasonHint}
      isRequired={isReasonRequired}
    >
      {(attributes) => (
        <textarea
          {...attributes}
          rows={2}
          dir="auto"
          maxLength={500}
          value={call.reason}
          onInput={({ currentTarget }) => onCall({ ...call, reason: currentTarget.value })}
          // Enter adds a line; Ctrl or Cmd with Enter submits the form.
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }
          }}
        />
      )}
    </LabelledField>
  );
}
