/** For the manifest's analyzer, which would else write the place of its output into package.json. */
export default { globs: ['widget/min-side.ts'], litelement: true, packagejson: false };
