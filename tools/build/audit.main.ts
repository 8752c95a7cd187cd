/**
 * Asks npm for advisories, and prints each. Ends with 1 if one is about a package in the bundle, so
 * in production. Others, of packages that only build or test, are printed alone. The SBOM of the
 * last build says what the bundle holds.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { advisoriesIn, type AuditReport } from './audit.ts';

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 1e8 });
const report: AuditReport = JSON.parse(stdout);
const advisories = advisoriesIn(report, JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8')));
for (const { text, isInProduction } of advisories)
  process.stdout.write(`${isInProduction ? 'production' : 'development'}: ${text}\n`);
if (advisories.length === 0) process.stdout.write('No advisory.\n');
if (advisories.some(({ isInProduction }) => isInProduction)) process.exitCode = 1;
