import { newBrowserValue, secretsOf } from '../../identity-checks/check-secrets.ts';
import { VendorClient, type VendorSettings } from '../../identity-checks/vendor-client.ts';
import { VendorProblem } from '../../identity-checks/vendor-problem.ts';
import { callbackPath } from '../../identity-checks/page/verify-paths.ts';
import type { Config } from '../../config/load-config.ts';
import { Finding, type Check } from '../line/finding.ts';

/** Whether each vendor accepts a pushed request. It names an invented person, and is not used. */
export function vendorChecks({
  identityVerification,
  pages,
}: Pick<Config, 'identityVerification' | 'pages'>): Check[] {
  const origin = pages.publicUrl ?? 'http://127.0.0.1';
  return (identityVerification?.vendors ?? []).map((vendor): Check => [
    `vendor ${vendor.name}`,
    () => checkVendor(vendor, `${origin}${callbackPath(vendor.name)}`),
  ]);
}

async function checkVendor(vendor: VendorSettings, redirectUri: string): Promise<string> {
  const client = new VendorClient(vendor, () => performance.now());
  try {
    const names = Object.fromEntries(Object.keys(vendor.claims).map((claim) => [claim, 'Check']));
    const secrets = secretsOf(newBrowserValue());
    await client.push({ names, loginHint: 'identity-gateway-check', redirectUri, secrets });
    return `accepts a request that comes back to ${redirectUri}; it is not used`;
  } catch (error) {
    if (!(error instanceof VendorProblem)) throw error;
    throw new Finding(`identityVerification.vendors: ${error.message}`, { cause: error });
  } finally {
    await client.close();
  }
}
