import { useState } from 'react';
import type { ReactNode } from 'react';
import { Text, useText } from '../text/text.tsx';
import { Icon } from './icon.tsx';

/** The number to quote to the help desk, to be read out or copied. */
export function Reference({ children }: { readonly children: string }): ReactNode {
  const { t } = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(children);
      setCopied(true);
    } catch {
      // Without a secure address the browser has no clipboard; the number can be selected.
    }
  };
  return (
    <p className="reference">
      <span className="quiet">
        <Text id="reference.title" />
      </span>
      <strong className="reference-number" dir="ltr">
        {children}
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
