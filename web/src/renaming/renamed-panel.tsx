import type { ReactNode } from 'react';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { Text } from '../text/text.tsx';

/** A device that has just been given another name. */
export interface Renamed {
  readonly name: string;
  readonly reference: string | null;
}

/** The result of a renaming. */
export function RenamedPanel({ renamed }: { readonly renamed: Renamed }): ReactNode {
  return (
    <Panel
      key={renamed.reference}
      seal="done"
      isResult
      title={<Text id="rename.done" values={{ name: <Name>{renamed.name}</Name> }} />}
      line={<Text id="rename.doneLine" />}
      foot={renamed.reference !== null && <Reference>{renamed.reference}</Reference>}
    />
  );
}
