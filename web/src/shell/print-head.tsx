import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { useSession } from '../data/session.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text } from '../text/text.tsx';

/** On paper only: the organisation, who printed the page, and when. */
export function PrintHead(): ReactNode {
  const { viewer } = useSession();
  const [at, setAt] = useState(() => new Date());
  useEffect(() => {
    const note = (): void => setAt(new Date());
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  if (viewer.status !== 'signedIn') return null;
  const { me } = viewer;
  return (
    <div className="print-head only-print">
      <strong>
        <bdi>{config.name}</bdi>
      </strong>
      <p>
        {me === null ? (
          <Text id="print.at" values={{ time: <Time at={at} /> }} />
        ) : (
          <Text
            id="print.by"
            values={{
              name: <Name>{nameOf(me)}</Name>,
              account: <Name>{me.username}</Name>,
              time: <Time at={at} />,
            }}
          />
        )}
      </p>
    </div>
  );
}
