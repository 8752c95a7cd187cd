import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Text } from '../text/text.tsx';
import { CopyButton } from './copy-button.tsx';
import type { ShownCode } from './enrolment.ts';
import { Note } from './note.tsx';
import { DueTime } from './time.tsx';

/** Who gets the code: the agent for a caller, the second person, or its owner. */
type Reader = 'agent' | 'approver' | 'owner';

/** The code for the next device, shown once and never printed; nothing if none is needed. */
export function SetupCode({
  setupCode,
  enrolment,
  reader,
}: ShownCode & { readonly reader: Reader }): ReactNode {
  const id = useId();
  const isLeft = useLeft();
  if (setupCode === null || isLeft) {
    return (
      enrolment?.state === 'OPEN' &&
      enrolment.isCodeUsable && (
        <Note icon="clock">
          <p>
            <Text id="code.gone" /> <Text id={`code.again.${reader}`} />
          </p>
        </Note>
      )
    );
  }
  return (
    <section className="setup-code" aria-labelledby={id}>
      <h3 id={id}>
        <Text id="code.title" />
      </h3>
      <p>
        <Text id={`code.${reader}`} />
      </p>
      {/* Screen readers spell it: as words it could not be read out. */}
      <p className="hidden-text no-print">{setupCode.replaceAll('', ' ').trim()}</p>
      <p className="setup-code-letters no-print" dir="ltr" translate="no" aria-hidden="true">
        {setupCode}
      </p>
      <CopyButton label="code.copy" textOf={() => setupCode} />
      <p>
        {enrolment !== null && (
          <Text id="code.until" values={{ time: <DueTime at={enrolment.until} /> }} />
        )}{' '}
        <Text id="code.once" /> <Text id={`code.again.${reader}`} />
      </p>
    </section>
  );
}

/** Whether the page was left: a browser may keep it as it is, and show it again at Back. */
function useLeft(): boolean {
  const [isLeft, setLeft] = useState(false);
  useEffect(() => {
    const leave = (): void => flushSync(() => setLeft(true));
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, []);
  return isLeft;
}
