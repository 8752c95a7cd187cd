import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** A section with its heading in the margin. */
export function KindSection({
  icon,
  title,
  about,
  children,
}: {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly title: ReactNode;
  readonly about: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className="kind" aria-labelledby={id}>
      <div className="kind-head">
        <Icon name={icon} className="icon icon-large" />
        <h2 id={id}>{title}</h2>
        {about}
      </div>
      {children}
    </section>
  );
}
