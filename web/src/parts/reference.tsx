import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { CopyButton } from './copy-button.tsx';

/**
 * Returns a reference that can be read aloud, in groups of four as those of changes: of a
 * correlation id, which is a UUID, the first eight letters and digits.
 */
export function shortReference(reference: string): string {
  const [, first, second] = /^([\da-f]{4})([\da-f]{4})-[\da-f]{4}-/i.exec(reference) ?? [];
  return first === undefined ? reference : `${first}-${second}`.toUpperCase();
}

/** The reference to quote to the help desk, with a button that copies it. */
export function Reference({ children }: { readonly children: string }): ReactNode {
  return (
    <p className="reference">
      <span className="quiet">
        <Text id="reference.title" />
      </span>
      <strong className="reference-number" dir="ltr" translate="no">
        {shortReference(children)}
      </strong>
      <CopyButton label="reference.copy" name="reference.copyLong" textOf={() => children} />
    </p>
  );
}

/** The reference in a sentence of its own. */
export function ReferenceLine({ children }: { readonly children: string }): ReactNode {
  const reference = (
    <bdi className="number" translate="no">
      {shortReference(children)}
    </bdi>
  );
  return (
    <p>
      <Text id="reference.line" values={{ reference }} />
    </p>
  );
}
