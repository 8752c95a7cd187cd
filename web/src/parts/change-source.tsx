import type { ReactNode } from 'react';
import type { ChangeFoundFragment } from '@identity-gateway/client';
import { Text, useText } from '../text/text.tsx';
import { methodName } from './method-name.ts';
import { Name } from './name.tsx';
import { Time } from './time.tsx';

type Sourced = Pick<ChangeFoundFragment, 'ticket' | 'reason' | 'isOverride'> & {
  readonly actor: Pick<ChangeFoundFragment['actor'], 'amId' | 'role'>;
  readonly verification: Pick<
    NonNullable<ChangeFoundFragment['verification']>,
    'method' | 'at'
  > | null;
};

/** Who made it and what they said: `helen, help desk. INC-20418. “Phone lost.” Caller verified by call-back.` */
export function ChangeSource({ change }: { readonly change: Sourced }): ReactNode {
  const { t } = useText();
  const { actor, ticket, reason, verification, isOverride } = change;
  return (
    <>
      <Text id={`earlier.by.${actor.role}`} values={{ name: <Name>{actor.amId}</Name> }} />
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
            id="earlier.verified"
            values={{
              method: <Name>{methodName(verification.method, t)}</Name>,
              time: <Time at={verification.at} look="clock" />,
            }}
          />
        </>
      )}
      {isOverride && (
        <>
          {' '}
          <Text id="earlier.override" />
        </>
      )}
    </>
  );
}
