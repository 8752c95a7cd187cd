import { useState } from 'react';
import type { ReactNode } from 'react';
import { Text, useText } from '../text/text.tsx';
import { useAnnouncement } from './announcement.tsx';
import { Icon } from './icon.tsx';

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
  const { t } = useText();
  const [isCopied, setCopied] = useState(false);
  useAnnouncement(isCopied ? t('reference.copied') : null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(children);
      setCopied(true);
    } catch {
      // Browsers have a clipboard on secure addresses only; the text can be selected.
    }
  };
  return (
    <p className="reference">
      <span className="quiet">
        <Text id="reference.title" />
      </span>
      <strong className="reference-number" dir="ltr" translate="no">
        {shortReference(children)}
      </strong>
      {'clipboard' in navigator && (
        <button
          type="button"
          className="button button-dense no-print"
          aria-label={t(isCopied ? 'reference.copied' : 'reference.copyLong')}
          onClick={() => void copy()}
        >
          <Icon name={isCopied ? 'check' : 'copy'} />
          <Text id={isCopied ? 'reference.copied' : 'reference.copy'} />
        </button>
      )}
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
