import { useId } from 'react';
import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Icon } from '../parts/icon.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import type { CallFault, CallField } from './call.ts';

/** The fields that are not filled in as they must be, and why. */
export type CallFaults = readonly (readonly [CallField, CallFault])[];

interface FieldAttributes {
  readonly id: string;
  readonly name: CallField;
  readonly className: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-required': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** A field with its label and its fault. */
export function LabelledField({
  label,
  field,
  faults,
  hintId,
  hint = false,
  isRequired,
  children,
}: {
  readonly label: MessageKey;
  readonly field: CallField;
  readonly faults: CallFaults;
  /** The id of a hint elsewhere, or a hint below the field. */
  readonly hintId?: string;
  readonly hint?: ReactNode;
  readonly isRequired: boolean;
  readonly children: (attributes: FieldAttributes) => ReactNode;
}): ReactNode {
  const id = useId();
  const fault = faults.find(([name]) => name === field)?.[1];
  const errorId = fault === undefined ? undefined : `${id}-error`;
  const ownHint = hint === false ? undefined : `${id}-hint`;
  const describedBy = [errorId, hintId, ownHint].filter((part) => part !== undefined).join(' ');
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
        'aria-required': isRequired,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
      })}
      {fault !== undefined && (
        <p className="field-error" id={errorId}>
          <Icon name="warn" />
          <FaultText field={field} fault={fault} />
        </p>
      )}
      {hint !== false && (
        <p className="hint" id={ownHint}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a field, and what to write; a ticket by an example if there is one. */
function FaultText({
  field,
  fault,
}: {
  readonly field: CallField;
  readonly fault: CallFault;
}): ReactNode {
  const { ticketExample: example } = useViewer().caller;
  if (fault === 'pattern' && example !== null)
    return <Text id="call.fault.patternLike" values={{ example }} />;
  return <Text id={fault === 'missing' ? `call.missing.${field}` : `call.fault.${fault}`} />;
}
