import type { ReactNode } from 'react';
import type { ChangeFoundFragment } from '@identity-gateway/client';
import { Text, useText } from '../text/text.tsx';
import { Actor } from './actor.tsx';
import { methodName } from './method-name.ts';
import { Name } from './name.tsx';
import { Time } from './time.tsx';

type ChangeDetails = Pick<ChangeFoundFragment, 'ticket' | 'reason' | 'isOverride'> & {
  readonly actor: Pick<ChangeFoundFragment['actor'], 'amId' | 'role'>;
  readonly verification: Pick<
    NonNullable<ChangeFoundFragment['verification']>,
    'method' | 'at' | 'provenBy'
  > | null;
  /** When AM's lists showed it, after an unclear outcome; absent in lists without it. */
  readonly settledAt?: string | null;
  /** Null, and absent in lists without it, if the caller made the change alone. */
  readonly approval?: {
    readonly requestedAt: string;
    readonly approvedBy: { readonly amId: string | null };
    readonly note: string | null;
  } | null;
};

function Approved({
  approval: { requestedAt, approvedBy },
}: {
  readonly approval: NonNullable<ChangeDetails['approval']>;
}): ReactNode {
  const time = <Time at={requestedAt} />;
  if (approvedBy.amId === null) return <Text id="earlier.approvedUnnamed" values={{ time }} />;
  const name = <Name>{approvedBy.amId}</Name>;
  return <Text id="earlier.approved" values={{ time, name }} />;
}

/** That an unclear outcome was confirmed later. */
function Settled({ at }: { readonly at: string }): ReactNode {
  return (
    <>
      {' '}
      <Text id="change.settled" values={{ time: <Time at={at} /> }} />
    </>
  );
}

function Override(): ReactNode {
  return (
    <>
      {' '}
      <Text id="earlier.override" />
    </>
  );
}

/** Who made a change, and why: `helen, help desk. INC-20418. “Phone lost.” Caller verified …` */
export function ChangeSource({ change }: { readonly change: ChangeDetails }): ReactNode {
  const { t } = useText();
  const {
    actor,
    settledAt = null,
    ticket,
    reason,
    verification,
    isOverride,
    approval = null,
  } = change;
  return (
    <>
      <Actor actor={actor} />
      {settledAt !== null && <Settled at={settledAt} />}
      {ticket !== null && (
        <>
          {' '}
          <Text id="earlier.ticket" values={{ ticket: <Name>{ticket}</Name> }} />
        </>
      )}
      {reason !== null && (
        <>
          {' '}
          <Text id="earlier.reason" values={{ reason: <Name>{reason}</Name> }} />
        </>
      )}
      {verification !== null && (
        <>
          {' '}
          <Text
            id={verification.provenBy === null ? 'earlier.verified' : 'earlier.proven'}
            values={{
              method: <Name>{methodName(verification.method, t)}</Name>,
              time: <Time at={verification.at} look="clock" />,
              by: <Name>{verification.provenBy ?? '–'}</Name>,
            }}
          />
        </>
      )}
      {approval !== null && (
        <>
          {' '}
          <Approved approval={approval} />
          {approval.note !== null && (
            <>
              {' '}
              <Text id="approvals.endNote" values={{ note: <Name>{approval.note}</Name> }} />
            </>
          )}
        </>
      )}
      {isOverride && <Override />}
    </>
  );
}
