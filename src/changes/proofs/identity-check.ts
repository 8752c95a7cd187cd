import { randomInt } from 'node:crypto';
import {
  checkCodeLength,
  namesText,
  shownCheckCode,
  type IdentityVendor,
  type IdentityVendors,
  type VendorNames,
} from '../../domain/change/identity-check.ts';
import { vendorWaitMs } from '../../domain/change/proof.ts';
import { setupCodeAlphabet } from '../../domain/enrolment/setup-code.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { PersonGrant, WithPerson } from '../../access/grant.ts';
import type { Proving } from '../request/acting.ts';
import { newProof, requireStarted } from './new-proof.ts';
import { noName, shownProof, unproven, type ShownProof } from './shown-proof.ts';

type Grant = WithPerson<PersonGrant>;

/**
 * Starts a check by the vendor of the person's realm. Nothing is sent: the agent reads an address
 * and a code to the caller.
 * @throws Failure if no vendor verifies people of the realm, or limits refuse it
 */
export async function startIdentityCheck(proving: Proving, grant: Grant): Promise<ShownProof> {
  const { vendors, vendor } = requireVendor(proving, grant);
  const names = await namesOf(grant, vendor);
  if (names === null) return noName();
  const provenBy = vendor.title;
  const proof = { ...(await newProof(proving, grant, 'VENDOR')), provenBy };
  const started = await proving.ledger.identityChecks.start({
    proof,
    vendor: vendor.name,
    namesHash: vendors.hash('names', namesText(names)),
    newCode: () => {
      const code = newCode();
      return { code, hash: vendors.hash('code', code) };
    },
  });
  const { id, startedAt, code } = requireStarted(started);
  const waiting = { state: 'WAITING', startedAt, endsAt: startedAt + vendorWaitMs } as const;
  const step = { ...unproven, id, method: 'VENDOR', ...waiting } as const;
  const identityCheck = {
    vendor: provenBy,
    address: vendors.address,
    userCode: shownCheckCode(code),
  };
  return { ...shownProof(step), identityCheck };
}

/** Looks whether a vendor has verified a person; null if the caller has no such check. */
export async function lookAtIdentityCheck(
  proving: Proving,
  grant: Grant,
  id: string,
): Promise<ShownProof | null> {
  const { proofs } = proving.ledger;
  const proof = await newProof(proving, grant, 'VENDOR');
  const found = await proofs.find(id, proof);
  if (found === null || found.method !== 'VENDOR') return null;
  const isOver = found.endsAt !== null && proving.now() >= found.endsAt;
  if (found.state !== 'WAITING' || !isOver) return shownProof(found);
  const { provenBy } = found;
  await proofs.end(id, { ...proof, provenBy, state: 'EXPIRED' });
  // The vendor may have answered in the meantime.
  const ended = await proofs.find(id, proof);
  return ended === null ? null : shownProof(ended);
}

/** What the vendor compares; null if AM does not hold the names that every vendor needs. */
async function namesOf({ am, person }: Grant, vendor: IdentityVendor): Promise<VendorNames | null> {
  const names = await am.people.values(person, vendor.claims);
  return names !== null && hasNames(names) ? names : null;
}

/** Whether a person has the names that every vendor needs. */
function hasNames(names: VendorNames): boolean {
  return names['given_name'] !== undefined && names['family_name'] !== undefined;
}

function newCode(): string {
  const letters = Array.from(
    { length: checkCodeLength },
    () => setupCodeAlphabet[randomInt(setupCodeAlphabet.length)],
  );
  return letters.join('');
}

function requireVendor(
  { identityVendors: vendors }: Proving,
  { person }: Grant,
): { readonly vendors: IdentityVendors; readonly vendor: IdentityVendor } {
  const vendor = vendors?.of(person.realm.name) ?? null;
  if (vendors !== null && vendor !== null) return { vendors, vendor };
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'No vendor verifies people of this realm. Nothing was sent. Verify the person in another way.',
    { detail: 'identityVerification.vendors has no vendor for this realm' },
  );
}
