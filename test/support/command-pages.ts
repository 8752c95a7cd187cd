/**
 * Every page with commands, and what runs them. `test/ground/page-commands.test.ts` compares the
 * table with all pages: a block that nothing runs needs its cause here.
 */

/** By the first line of a block: why nothing runs it. */
type LeftOut = Readonly<Record<string, string>>;

export type CommandPage =
  /**
   * Run by `test/installed/pages.test.ts` in the layout of docs/operating.md: the tarball in an
   * empty folder, without a checkout; with PostgreSQL by `postgres-pages.test.ts` beside it.
   * `onOpenAm`: also in front of a real OpenAM.
   */
  | {
      readonly runs: 'installed' | 'installed, with PostgreSQL';
      readonly onOpenAm?: true;
      readonly leftOut?: LeftOut;
    }
  /** Run elsewhere by tests of its own, for a cause. */
  | {
      readonly runs: 'by own tests';
      readonly tests: readonly [string, ...string[]];
      readonly why: string;
      readonly leftOut?: LeftOut;
    }
  | { readonly runs: 'not'; readonly leftOut: LeftOut };

const needsSystemd =
  'needs systemd; test/systemd checks the unit and runs its command as an unprivileged user';
const needsRegistry =
  'installs packages from a registry; test/trials runs the example with the same packages';
const needsOtherSystem =
  'needs a chat or a ServiceNow; test/notices/recipes.test.ts starts it with a stand-in';
const needsCheckout = 'its reader works in a checkout: no registry has the package';

export const commandPages: Readonly<Record<string, CommandPage>> = {
  'README.md': {
    runs: 'by own tests',
    tests: ['test/ground/readme.test.ts'],
    why: needsCheckout,
    leftOut: {
      'AM_URL=https://am.example.com/am AM_FLAVOR=pingam AM_REALMS=alpha node dist/main.js':
        'needs an AM at this address; test/operating/page.test.ts starts gateways in front of AM',
    },
  },
  'docs/agents.md': { runs: 'installed' },
  'docs/approvals.md': { runs: 'installed', onOpenAm: true },
  'docs/campaigns.md': { runs: 'installed, with PostgreSQL', onOpenAm: true },
  'docs/coverage.md': { runs: 'installed, with PostgreSQL' },
  'docs/deployment.md': {
    runs: 'not',
    leftOut: {
      'cp current/deploy/systemd/identity-gateway@.service /etc/systemd/system/': needsSystemd,
    },
  },
  'docs/enrolment.md': {
    runs: 'by own tests',
    tests: ['test/openam/setup-code-chain.ts'],
    why: 'it configures OpenAM; test/e2e/setup-codes.test.ts signs in with the result',
  },
  'docs/events.md': { runs: 'installed, with PostgreSQL' },
  'docs/front-end.md': {
    runs: 'by own tests',
    tests: ['test/trials/front-end-page.test.ts'],
    why: needsCheckout,
  },
  'docs/incident.md': {
    runs: 'installed, with PostgreSQL',
    onOpenAm: true,
  },
  'docs/ledger.md': { runs: 'installed, with PostgreSQL' },
  'docs/operating.md': {
    runs: 'by own tests',
    tests: ['test/operating/page.test.ts', 'test/ledger/postgres/new-server.test.ts'],
    why: 'it installs the program itself, and needs nginx and Prometheus',
    leftOut: {
      'export AM_URL=https://am.example.com/am': "the values are the reader's; a test has its own",
    },
  },
  'docs/outgrowing.md': {
    runs: 'by own tests',
    tests: ['test/ledger/postgres/outgrowing-page.test.ts'],
    why: 'it starts with a ledger in a file, and ends with it in a new database',
  },
  'docs/pages.md': { runs: 'installed' },
  'docs/portal.md': {
    runs: 'by own tests',
    tests: ['test/router/portal-page.test.ts'],
    why: needsCheckout,
  },
  'docs/recipes/chat.md': {
    runs: 'installed',
    leftOut: {
      'WEBHOOK_SECRET="$(cat /run/secrets/chat-webhook)" \\': needsOtherSystem,
    },
  },
  'docs/recipes/servicenow.md': {
    runs: 'installed',
    leftOut: {
      'WEBHOOK_SECRET="$(cat /run/secrets/servicenow-webhook)" \\': needsOtherSystem,
    },
  },
  'docs/releasing.md': {
    runs: 'not',
    leftOut: {
      'npm run release -- --dry-run': 'test/trials/release.test.ts runs it, without the image',
    },
  },
  'docs/shared-signals.md': { runs: 'installed' },
  'docs/trusted-documents.md': { runs: 'installed' },
  'examples/fetch/README.md': {
    runs: 'not',
    leftOut: {
      'npx node examples/fetch/recover.ts "$(npm run -s sign-in -- alice --recovery-code)"':
        'test/clients/client.test.ts runs the example',
    },
  },
  'examples/portal/README.md': {
    runs: 'not',
    leftOut: { 'npm ci && npm start': 'docs/portal.md has the same commands' },
  },
  'examples/react-apollo/README.md': {
    runs: 'not',
    leftOut: {
      'npm install @identity-gateway/client react react-dom @apollo/client graphql rxjs':
        needsRegistry,
    },
  },
  'examples/react-tanstack/README.md': {
    runs: 'not',
    leftOut: {
      'npm install @identity-gateway/client react react-dom @tanstack/react-query': needsRegistry,
    },
  },
  'examples/react-urql/README.md': {
    runs: 'not',
    leftOut: {
      'npm install @identity-gateway/client react react-dom urql @urql/core @urql/exchange-persisted graphql':
        needsRegistry,
    },
  },
  'web/README.md': {
    runs: 'not',
    leftOut: {
      "README_PICTURES=docs/pictures npm run test:with -- pages test/pages/browser/help-desk.test.ts test/pages/browser/demo.test.ts -t 'by mouse|in each look'":
        'is a run of tests with a browser, which other runs have without pictures',
    },
  },
};
