import { useState } from 'react';
import type { ReactNode } from 'react';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import type { CallProof } from './proof.ts';
import { useIsUsable } from './use-is-usable.ts';

/** The proof of a call, and the button that starts one. */
export function ProofField({
  userId,
  name,
  proof,
  isMissing,
  onProof,
}: {
  readonly userId: string;
  readonly name: string;
  readonly proof: CallProof | null;
  /** Whether the form was sent without a proof that it needs. */
  readonly isMissing: boolean;
  readonly onProof: (proof: CallProof) => void;
}): ReactNode {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const isProven = useIsUsable(proof);
  useAnnouncement(isProven ? t('proof.announced') : null);
  return (
    <div className="field field-proof">
      <p id="proof-label">
        <Text id="proof.label" />
      </p>
      <State proof={proof} isProven={isProven} />
      <span>
        <button
          type="button"
          className="button button-dense"
          name="proof"
          aria-haspopup="dialog"
          aria-describedby={isMissing ? 'proof-error proof-state' : 'proof-state'}
          onClick={() => setOpen(true)}
        >
          <Text id={proof === null ? 'proof.open' : 'proof.again'} />
        </button>
      </span>
      {isMissing && !isProven && (
        <p className="field-error" id="proof-error">
          <Icon name="warn" />
          <Text id="call.missing.proof" />
        </p>
      )}
      {isOpen && (
        <ProofDialog
          userId={userId}
          name={name}
          onCancel={() => setOpen(false)}
          onProven={(proven) => {
            setOpen(false);
            onProof(proven);
          }}
        />
      )}
    </div>
  );
}

/** What is proven, and until when a change can use it. */
function State({
  proof,
  isProven,
}: {
  readonly proof: CallProof | null;
  readonly isProven: boolean;
}): ReactNode {
  return (
    <p className={isProven ? 'proof-state proof-state-good' : 'proof-state'} id="proof-state">
      <Icon name={isProven ? 'check' : 'lock'} />
      <span>
        {isProven && proof !== null ? (
          <ProvenText proof={proof} />
        ) : (
          <Text id={proof === null ? 'proof.none' : 'proof.over'} />
        )}
      </span>
    </p>
  );
}

function ProvenText({ proof }: { readonly proof: CallProof }): ReactNode {
  const { method, provenBy, provenAt } = proof;
  const until = <Time at={proof.until} look="clock" />;
  if (method !== 'VENDOR') return <Text id="proof.done" values={{ method, until }} />;
  const at = <Time at={provenAt} look="clock" />;
  return <Text id="proof.verifiedBy" values={{ by: <Name>{provenBy ?? '–'}</Name>, at, until }} />;
}
