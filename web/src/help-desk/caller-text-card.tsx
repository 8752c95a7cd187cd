import { useRef } from 'react';
import type { ReactNode } from 'react';
import { CopyButton } from '../parts/copy-button.tsx';
import { Text } from '../text/text.tsx';

/** What the agent reads to the caller, with a button that copies it. */
export function CallerTextCard({
  paragraphs,
  reference,
}: {
  readonly paragraphs: readonly string[];
  /** The reference number of the change; null without a record. */
  readonly reference: string | null;
}): ReactNode {
  const quote = useRef<HTMLQuoteElement>(null);
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
        <div className="button-row">
          <CopyButton label="say.copy" textOf={() => quote.current?.innerText ?? ''} />
        </div>
      </div>
    </section>
  );
}
