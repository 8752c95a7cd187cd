/**
 * `prepublishOnly` of each package: npm runs it before `npm publish` of a folder, and not before
 * that of a tarball. Only `npm run release` publishes, because it checks the checkout first.
 */
process.stderr.write(
  'Nothing is published from a folder. See docs/releasing.md: npm run release\n',
);
process.exitCode = 1;
