import type { ReactNode } from 'react';
import type { NoticesOf } from '../notices/notice-list.tsx';
import { useNoticeSteps } from '../notices/notice-steps.tsx';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { Thread } from '../parts/thread.tsx';
import { Text } from '../text/text.tsx';

/** A device that was just renamed. */
export interface Renamed {
  readonly name: string;
  readonly reference: string | null;
}

/** The result of a renaming. */
export function RenamedPanel({
  renamed,
  ...whose
}: NoticesOf & { readonly renamed: Renamed }): ReactNode {
  const steps = useNoticeSteps(renamed.reference, whose);
  return (
    <Panel
      key={renamed.reference}
      seal="done"
      isResult
      title={<Text id="rename.done" values={{ name: <Name>{renamed.name}</Name> }} />}
      line={<Text id="rename.doneLine" />}
      foot={renamed.reference !== null && <Reference>{renamed.reference}</Reference>}
    >
      {steps.length === 0 ? undefined : <Thread state="done" steps={steps} />}
    </Panel>
  );
}
