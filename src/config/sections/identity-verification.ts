import { isLoopback } from '../things/network-readers.ts';
import { servedRealms, service } from '../things/section-context.ts';
import { vendor } from '../things/vendor.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, listOf, nameOf } from '../values/parts.ts';
import { headerSecret } from '../values/readers.ts';

/** The options of vendors that verify who people are. */
export const identityVerificationOptions = {
  vendors: option('IDENTITY_VENDORS', distinct(listOf(vendor), nameOf), {
    needs: [
      'IDENTITY_VERIFICATION_SECRET',
      service('read the names that the vendor compares'),
      'PUBLIC_URL if IDENTITY_VENDORS&NODE_ENV=production: the vendor sends browsers back there',
    ],
    refersTo: servedRealms,
    absent: 'no vendor verifies people',
    isList: true,
    file: 'identityVerification.vendors',
    meaning:
      'Products that verify who people are with a document and a face, by OpenID Connect with pushed requests and `verified_claims`. The first one of a realm verifies its people. [Identity verification](identity-verification.md) sets one up.',
    secret: true,
    live: ['clientSecret'],
  }),
  secret: option('IDENTITY_VERIFICATION_SECRET', headerSecret, {
    needs: ['IDENTITY_VENDORS'],
    meaning:
      'The key of the hashes that the ledger keeps of codes and names, 32 to 512 characters. A new key ends the checks that are open, and changes how vendors know people (`login_hint`).',
    absent: 'no vendor verifies people',
    secret: true,
    live: true,
  }),
} satisfies OptionTree;

/** Returns the vendors, each with its current secret; null without one. */
export function identityVerificationConfig(
  { vendors, secret }: Values<typeof identityVerificationOptions>,
  { production, allowsPrivate }: { readonly production: boolean; readonly allowsPrivate: boolean },
) {
  const listed = vendors?.current ?? [];
  if (vendors === undefined || listed.length === 0 || secret === undefined) return null;
  return {
    key: () => secret.current,
    vendors: listed.map(({ clientSecret, ...given }, index) => ({
      ...given,
      clientSecret: () => vendors.current[index]?.clientSecret ?? clientSecret,
      // A vendor on this machine is one of development.
      allowsPrivate: allowsPrivate || (!production && isLoopback(new URL(given.issuer).hostname)),
    })),
  };
}
