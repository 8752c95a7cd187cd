import type { Area } from '../../domain/rules/access.ts';

/**
 * How the people of some areas are searched for: AM is asked for one of the values of attributes,
 * lists of groups say who can be a member, or each person that is found has to be looked at.
 */
export type AreaSearch =
  | { readonly kind: 'by attributes'; readonly attributes: Area['attributes'] }
  | {
      readonly kind: 'by members';
      /** The ids that can be those of members. */
      readonly among: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
    }
  | { readonly kind: 'each' };
