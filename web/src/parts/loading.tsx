import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

/** Says after one second that the page is loading. Nothing moves. */
export function Loading({ children }: { readonly children: ReactNode }): ReactNode {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-busy="true" role="status">
      {isLong && (
        <div className="card card-empty">
          <p className="quiet">{children}</p>
        </div>
      )}
    </div>
  );
}
