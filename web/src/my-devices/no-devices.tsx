import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Panel } from '../parts/panel.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';

/** The list was read, and there is nothing on it. */
export function NoDevices({ at }: { readonly at: Date }): ReactNode {
  const { enrolmentLink } = config;
  return (
    <Panel
      seal="empty"
      title={<Text id="empty.title" />}
      line={<Text id={enrolmentLink === null ? 'empty.lineAtSignIn' : 'empty.line'} />}
      foot={
        <>
          {enrolmentLink !== null && (
            <a className="button button-primary" href={enrolmentLink}>
              <Text id="empty.setUp" />
            </a>
          )}
          <p className="quiet small">
            <Text id="empty.checked" values={{ time: <Time at={at} look="clock" /> }} />
          </p>
        </>
      }
    />
  );
}
