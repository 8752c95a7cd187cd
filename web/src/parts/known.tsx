import type { ReactNode } from 'react';

/**
 * Shows a part of an answer: it is known, or there is nothing, or it is not known, which is null.
 * "Nothing" is made only from an answer.
 */
export function Known<Part>({
  part,
  isNothing,
  nothing,
  unknown,
  children,
}: {
  readonly part: Part | null | undefined;
  readonly isNothing: (part: Part) => boolean;
  readonly nothing: ReactNode;
  readonly unknown: ReactNode;
  readonly children: (part: Part) => ReactNode;
}): ReactNode {
  if (part === null || part === undefined) return unknown;
  return isNothing(part) ? nothing : children(part);
}
