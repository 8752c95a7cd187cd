import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Icon } from '../parts/icon.tsx';
import { Text, useText } from '../text/text.tsx';

/** What the agent reads to the caller, with a button that copies it. */
export function CallerTextCard({
  paragraphs,
  reference,
}: {
  readonly paragraphs: readonly string[];
  /** The reference number of the change; null without a record. */
  readonly reference: string | null;
}): ReactNode {
  const texts = useText();
  const quote = useRef<HTMLQuoteElement>(null);
  const [isCopied, setCopied] = useState(false);
  useAnnouncement(isCopied ? texts.t('reference.copied') : null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(quote.current?.innerText ?? '');
      setCopied(true);
    } catch {
      // Browsers have a clipboard on secure addresses only; the text can be selected.
    }
  };
  return (
    <section className="card" aria-labelledby="say">
      <div className="form say">
        <h2 id="say">
          <Text id="say.title" />
        </h2>
        <blockquote ref={quote}>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {reference !== null && (
            <p>
              <Text
                id="say.reference"
                values={{
                  reference: (
                    <strong className="number nowrap" translate="no">
                      {reference}
                    </strong>
                  ),
                }}
              />
            </p>
          )}
        </blockquote>
        {'clipboard' in navigator && (
          <div className="button-row no-print">
            <button type="button" className="button button-dense" onClick={() => void copy()}>
              <Icon name={isCopied ? 'check' : 'copy'} />
              <Text id={isCopied ? 'reference.copied' : 'say.copy'} />
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
