import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Kind } from '../parts/device.ts';
import { Icon } from '../parts/icon.tsx';
import { useList } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Outcome } from './outcome.ts';
import { isComplete, remainingWays } from './person.ts';
import type { Person } from './person.ts';

interface TellProps {
  readonly outcome: Outcome;
  readonly person: Person;
}

/** What the agent says to the caller, made of what is known and nothing else. */
export function TellTheCaller(props: TellProps): ReactNode {
  const text = useRef<HTMLQuoteElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text.current?.innerText ?? '');
      setCopied(true);
    } catch {
      // Without a secure address the browser has no clipboard; the text can be selected.
    }
  };
  return (
    <section className="card" aria-labelledby="say">
      <div className="form say">
        <h2 id="say">
          <Text id="say.title" />
        </h2>
        <blockquote ref={text}>
          <Said {...props} />
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

function Said({ outcome, person }: TellProps): ReactNode {
  const gone = outcome.kinds.filter(({ status }) => status === 'gone');
  const ways = remainingWays(
    person,
    gone.flatMap(({ devices }) => devices),
  );
  const kinds = [...new Set(ways.map(({ kind }) => kind))];
  return (
    <>
      <p>
        {gone.length > 0 && <WithKinds id="say.gone" kinds={gone.map(({ kind }) => kind)} />}{' '}
        {outcome.status === 'unknown' && <Text id="say.unknown" />}
        {gone.length === 0 && outcome.status !== 'unknown' && <Text id="say.nothing" />}{' '}
        {outcome.sessions === 'ENDED' && <Text id="say.signedOut" />}
      </p>
      {gone.length > 0 && isComplete(person) && (
        <p>
          {kinds.length > 0 ? (
            <WithKinds id="say.otherWay" kinds={kinds} />
          ) : (
            <Text id="say.noWay" />
          )}
        </p>
      )}
      <p>
        <Text id="say.never" />
      </p>
      {outcome.reference !== null && (
        <p>
          <Text
            id="say.reference"
            values={{
              reference: <strong className="number nowrap">{outcome.reference}</strong>,
            }}
          />
        </p>
      )}
    </>
  );
}

function WithKinds({
  id,
  kinds,
}: {
  readonly id: 'say.gone' | 'say.otherWay';
  readonly kinds: readonly Kind[];
}): ReactNode {
  const { t } = useText();
  const list = useList();
  const names = kinds.map((kind) => <span key={kind}>{t(`say.kind.${kind}`)}</span>);
  return <Text id={id} values={{ kinds: <>{list(names)}</> }} />;
}
