/** How a source becomes JavaScript, for both runtimes of the tests. */

/** Returns the options of swc. `tsx`: the source has JSX. */
export const swcOptions = ({ tsx }: { readonly tsx: boolean }) => ({
  jsc: {
    target: 'es2023' as const,
    parser: { syntax: 'typescript' as const, decorators: true, tsx },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: false,
      useDefineForClassFields: true,
      react: { runtime: 'automatic' as const },
    },
    keepClassNames: true,
  },
  module: { type: 'es6' as const },
});

/** Packages of this repository, which tests and examples import by their names. */
export const ownPackages = {
  '@identity-gateway/client': 'packages/client/index.ts',
  '@identity-gateway/client/msw': 'packages/client/msw.ts',
};

/**
 * graphql-js' own variant for production. The other variant only adds a check for duplicates, and
 * takes a fifth of the time of a test.
 */
export const instanceOf = {
  pattern: '/jsutils/instanceOf\\.js$',
  file: 'test/support/graphql-instance-of.cjs',
};

/** The examples import packages by their names, as their users do; these folders have them. */
export const packagesOfExamples = 'test/trials/node_modules';
