/** Reads what `npm audit --json` reports, and whether it is about the bundle. */

/** The part of npm's report that counts. @see https://docs.npmjs.com/cli/commands/npm-audit */
export interface AuditReport {
  /** Missing if the registry could not be asked. */
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** Where the package is installed. */
  readonly nodes: readonly string[];
  /** Advisories, or the names of the packages that have one. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
}

interface Bundle {
  /** Each package in the bundle; `bom-ref` is the folder where it is installed. */
  readonly components: readonly { readonly 'bom-ref': string }[];
}

export interface Advisory {
  readonly text: string;
  readonly isInProduction: boolean;
}

/** Returns the advisories of a report. @throws if npm could not ask for them */
export function advisoriesIn(report: AuditReport, { components }: Bundle): Advisory[] {
  if (report.vulnerabilities === undefined)
    throw new Error(`npm audit failed: ${report.message ?? 'no report'}`);
  const bundled = new Set(components.map((one) => one['bom-ref']));
  return Object.values(report.vulnerabilities).flatMap(({ name, severity, nodes, via }) =>
    via.flatMap((about) =>
      typeof about === 'string'
        ? []
        : [
            {
              text: `${name} (${severity}): ${about.title} ${about.url}`,
              isInProduction: nodes.some((node) => bundled.has(node)),
            },
          ],
    ),
  );
}
