// Gatsby asks for sharp at start and for its cache settings; the example site processes no images.
// Why a stub: docs/decisions/0002-overrides-and-the-sharp-stub.md
function sharp() {
  throw new Error(
    'sharp is stubbed in this repository (docs/decisions/0002-overrides-and-the-sharp-stub.md): ' +
      'add "sharp" to your own site to process images.',
  );
}
sharp.simd = () => false;
sharp.concurrency = () => 1;
sharp.cache = () => ({});
sharp.versions = {};
module.exports = sharp;
