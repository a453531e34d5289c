// What is asked of every contestant, in the same words.
//
// A contestant is a module with `start()`, which gives back
//   { name, prepare(seed, count), importCustomers(), importResponses(), fold?(),
//     readAll(), saveOne(i, region), wasmBytes?(), close() }.
// Imports, `fold` and `saveOne` give back milliseconds; `readAll` gives back
// { ms, customers, answers, mean }. The clock starts when the rows are in memory and stops when
// they are kept, or, for `readAll`, when a count and a mean have been read from them.

const contestants = {
  candor: () => import('./candor.js'),
  dexie: () => import('./dexie.js'),
  pouchdb: () => import('./pouchdb.js'),
  sqlite: () => import('./sqlite.js'),
};

/**
 * The longest task of the main thread since the last time it was asked. The browser lists those above
 * 50 ms only: 0 says that there was none.
 */
const longest = {
  ms: 0,
  observer: new PerformanceObserver((list) => longest.note(list.getEntries())),
  note(tasks) {
    for (const task of tasks) this.ms = Math.max(this.ms, task.duration);
  },
  async take() {
    // A task is only listed once it has ended.
    await pause(100);
    this.note(this.observer.takeRecords());
    const { ms } = this;
    this.ms = 0;
    return ms;
  },
};
longest.observer.observe({ type: 'longtask' });

/** A fresh page: everything is brought in and kept. */
async function importing(name, seed, count) {
  await settle();
  const peer = await (await contestants[name]()).start();
  await peer.prepare(seed, count);
  await longest.take();
  const customers = await peer.importCustomers();
  const responses = await peer.importResponses();
  const tasks = { import: await longest.take() };
  const fold = peer.fold ? await peer.fold() : null;
  tasks.fold = await longest.take();
  await peer.close();
  return { customers, responses, fold, usage: await usage(), tasks };
}

/** Another fresh page: everything is read, then customers are edited one by one. */
async function opening(name, count, edits) {
  await settle();
  const peer = await (await contestants[name]()).start();
  await longest.take();
  const read = await peer.readAll();
  const tasks = { open: await longest.take() };
  const memory = await weigh(peer);
  await longest.take();
  const saves = [];
  for (let edit = 0; edit < edits; edit++) {
    saves.push(await peer.saveOne((edit * 7919) % count, `Region ${edit}`));
  }
  tasks.save = await longest.take();
  await peer.close();
  tasks.lock = await longest.take();
  return { read, memory, saves, tasks };
}

/**
 * Lets the browser come to rest after its start and wakes what keeps databases, so that nobody pays
 * for either: whoever unlocks has had the app on screen for a while.
 */
async function settle() {
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('awake');
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
  });
  indexedDB.deleteDatabase('awake');
  await pause(1_500);
}

/**
 * Bytes at rest, as the browser counts them for this origin: what it has set aside, which for open
 * files is more than what they take.
 */
async function usage() {
  const { usage, usageDetails } = await navigator.storage.estimate();
  // Whatever else there may be, these two hold the data.
  const details = (usageDetails?.indexedDB ?? 0) + (usageDetails?.fileSystem ?? 0);
  return details || usage || 0;
}

/**
 * Bytes of this page and its workers: `measureUserAgentSpecificMemory` counts their JavaScript heaps
 * and what the page itself is made of, but not WebAssembly's memories, which are added. Where it
 * does not answer, the heap of the main thread has to do.
 */
async function weigh(peer) {
  globalThis.gc?.();
  const wasm = (await peer.wasmBytes?.()) ?? 0;
  const heap = performance.memory?.usedJSHeapSize ?? 0;
  const whole = await Promise.race([
    crossOriginIsolated ? performance.measureUserAgentSpecificMemory() : null,
    pause(45_000),
  ]);
  const scripts = whole?.bytes ?? heap;
  return { bytes: scripts + wasm, scripts, heap, wasm };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

globalThis.bench = { importing, opening };
