/** The borders between the rooms are enforced by the linter; this proves that it bites. */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';

/** A module that is against a rule, or is not: where it would stand, and its text. */
interface Sample {
  readonly promise: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly refused: boolean;
}

const samples: readonly Sample[] = [
  ...[
    // room: what it must not import
    'src/domain: ../am/am.ts, undici, ../documents/documents.ts, ../../packages/client/index.ts',
    'src/am: ../graph/access.ts, graphql, ../documents/documents.ts, ../../packages/client/index.ts',
    'src/graph: ../server/reply.ts, undici, ../documents/documents.ts',
    'src/graph/user: ../../server/reply.ts, ../../execution/engine.ts, ../../../packages/client/index.ts',
    'src/documents: ../am/am.ts, ../server/http-error.ts, ../execution/engine.ts, ../config/options.ts, ../../packages/client/index.ts',
    'src/execution: ../am/am.ts, ../server/http-error.ts, ../config/options.ts, ../../packages/client/index.ts',
    'src/telemetry: ../server/reply.ts, ../../packages/client/index.ts',
    'src/server: ../sandbox/index.ts, ../../packages/client/index.ts, ../main.ts, ../program.ts',
    'src/config: ../am/am.ts, ../../packages/client/index.ts',
    'src/sandbox: ../am/paths.ts, ../domain/device.ts, ../../packages/client/index.ts',
    'packages/client: ../../src/domain/failure.ts, graphql, node:crypto',
  ].flatMap((row) => imports(row, { refused: true })),
  ...[
    // room: what it may import
    'src/am: ../domain/device.ts',
    'src/server: ../graph/request/context.ts, ../execution/engine.ts',
    'src/documents: ../graph/cost.ts',
    'src/execution: ../documents/documents.ts',
    'src/graph/user: ../../am/am.ts',
  ].flatMap((row) => imports(row, { refused: false })),
  {
    promise: 'packages/client may import a type of a package',
    file: 'packages/client/type.ts',
    text: "import type { DocumentNode } from 'graphql';\n\nexport type Used = DocumentNode;\n",
    rule: 'no-restricted-imports',
    refused: false,
  },
  ...['src/server/environment.ts', 'src/program.ts', 'src/main.ts'].map((file) => ({
    promise: `${file} reads the environment`,
    file,
    text: "export const level = process.env['LOG_LEVEL'];\n",
    rule: 'no-process-env',
    refused: file !== 'src/main.ts',
  })),
  ...(
    [
      ['any', 'export const value: any = 1;', 'no-explicit-any'],
      ['a cast', 'export const value = (1 as unknown) as string;', 'consistent-type-assertions'],
      ['a non-null assertion', 'export const value = [1][0]!;', 'no-non-null-assertion'],
      [
        'a floating promise',
        'export function f(): void {\n  Promise.resolve();\n}',
        'no-floating-promises',
      ],
    ] as const
  ).map(([what, text, rule]) => ({
    promise: `src/am has ${what}`,
    file: `src/am/${rule}.ts`,
    text: `${text}\n`,
    rule,
    refused: true,
  })),
];

let findings: readonly string[];

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  await cp('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  await cp('tsconfig.json', join(folder, 'tsconfig.json'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const { file, text } of samples) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const oxlint = resolve('node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['--format', 'unix', 'src', 'packages'], {
    cwd: folder,
    encoding: 'utf8',
  });
  findings = stdout.split('\n');
  await rm(folder, { recursive: true });
});

test.each(samples)('$promise: refused $refused', ({ file, rule, refused }) => {
  const found = findings.filter((line) => line.includes(`${file}:`) && line.includes(rule));

  expect(found.length > 0).toBe(refused);
});

/** A sample for each module that a room imports. */
function imports(row: string, { refused }: { readonly refused: boolean }): Sample[] {
  const [room = '', modules = ''] = row.split(': ');
  return modules.split(', ').map((module) => ({
    promise: `${room} imports ${module}`,
    file: `${room}/imports-${refused}-${module.replaceAll(/\W+/g, '-')}.ts`,
    text: `import * as room from '${module}';\n\nexport const used = room;\n`,
    rule: 'no-restricted-imports',
    refused,
  }));
}
