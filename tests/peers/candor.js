// Candor: sealed, strict. Its times are taken inside the module.

import init, { Candor, wasmBytes } from './lib/measured.js';

const NAME = 'candor-bench';

export async function start() {
  await init();
  let candor;
  return {
    name: 'candor',
    async prepare(seed, count) {
      candor = await Candor.make(NAME, seed);
      candor.prepare(count, count);
    },
    importCustomers: () => candor.importCustomers(),
    importResponses: () => candor.importResponses(),
    fold: () => candor.fold(),
    async readAll() {
      candor = await Candor.open(NAME);
      return candor.opened();
    },
    saveOne: (index, region) => candor.saveOne(index, region),
    wasmBytes,
    close: () => candor.lock(),
  };
}
