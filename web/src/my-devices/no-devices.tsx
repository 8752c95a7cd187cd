import type { ReactNode } from 'react';
import type { Kind } from '../parts/device.ts';
import { Panel } from '../parts/panel.tsx';
import { SetUpLinks, setUpAddress } from '../parts/set-up-link.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';

/** Shown if the list was read and is empty. */
export function NoDevices({
  kinds,
  at,
}: {
  readonly kinds: readonly Kind[];
  readonly at: Date;
}): ReactNode {
  const canSetUp = kinds.some((kind) => setUpAddress(kind) !== null);
  return (
    <Panel
      seal="empty"
      title={<Text id="empty.title" />}
      line={<Text id={canSetUp ? 'empty.line' : 'empty.lineAtSignIn'} />}
      foot={
        <>
          <SetUpLinks kinds={kinds} look="primary" />
          <p className="quiet small">
            <Text id="empty.checked" values={{ time: <Time at={at} look="clock" /> }} />
          </p>
        </>
      }
    />
  );
}
