// MiniSearch and Fuse.js over the customers that Candor searches, as their documentation has them.
// The clock of a keystroke starts when the box hears of it and stops when the best twenty stand in
// the page, as in the app.
//
// Heaps are measured after collecting what is garbage.

const SHOWN = 20;

/** The fields of `customers.json`, all texts. */
const FIELDS = [
  'name', 'phone', 'phones', 'email', 'emails', 'organisation', 'position', 'wechat', 'number',
  'region', 'team', 'tags', 'addresses', 'notes',
];

const peers = {
  async minisearch(customers) {
    const { default: MiniSearch } = await import('./lib/minisearch.js');
    return timed(() => {
      const index = new MiniSearch({ fields: FIELDS, storeFields: ['name', 'phone'] });
      index.addAll(customers);
      return (typed) => index.search(typed, { prefix: true, fuzzy: 0.2, combineWith: 'AND' });
    });
  },
  async fuse(customers) {
    const { default: Fuse } = await import('./lib/fuse.mjs');
    return timed(() => {
      const index = new Fuse(customers, { keys: FIELDS });
      return (typed) => index.search(typed).map(({ item }) => item);
    });
  },
};

function timed(make) {
  const start = performance.now();
  const search = make();
  return { search, ms: performance.now() - start };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function heap() {
  globalThis.gc?.();
  return performance.memory?.usedJSHeapSize ?? 0;
}

let search;

/** Makes the index of one peer: milliseconds, and bytes beyond the customers themselves. */
async function build(name) {
  const answer = await fetch('./customers.json');
  const customers = await answer.json();
  await pause(500);
  const before = heap();
  const made = await peers[name](customers);
  search = made.search;
  const bytes = heap() - before;
  globalThis.kept = customers;
  return { ms: made.ms, bytes };
}

/**
 * Types these queries letter by letter, in mixed order, for at most so many milliseconds: the
 * milliseconds of each keystroke.
 */
async function type(queries, limit) {
  const box = document.querySelector('#box');
  const list = document.querySelector('#found');
  let ms = 0;
  box.addEventListener('input', () => {
    const start = performance.now();
    const all = box.value.trim() ? search(box.value) : [];
    const lines = all.slice(0, SHOWN).map((hit) => {
      const line = document.createElement('li');
      line.textContent = `${hit.name} ${hit.phone}`;
      return line;
    });
    list.replaceChildren(...lines);
    ms = performance.now() - start;
  });
  const typed = queries.flatMap((query) => {
    const letters = [...query];
    return letters.map((_, at) => letters.slice(0, at + 1).join(''));
  });
  // Whoever is stopped early was asked a fair sample.
  let seed = 20180101;
  for (let at = typed.length - 1; at > 0; at--) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const other = seed % (at + 1);
    [typed[at], typed[other]] = [typed[other], typed[at]];
  }
  const took = [];
  const start = performance.now();
  for (const text of typed) {
    if (performance.now() - start > limit) break;
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    took.push(ms);
    await pause(0);
  }
  return took;
}

globalThis.bench = { build, type };
