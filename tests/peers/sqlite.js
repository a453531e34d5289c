// SQLite in WebAssembly: all of it is in a worker, as its documentation demands for OPFS. The
// worker makes its own rows and takes its own times, so that nothing is lost on the way to it.

export async function start() {
  const worker = new Worker(new URL('./sqlite-worker.js', import.meta.url), { type: 'module' });
  let waiting;
  worker.onmessage = ({ data: { value, error } }) => {
    if (error) waiting.reject(new Error(error));
    else waiting.resolve(value);
  };
  worker.onerror = (event) => waiting.reject(new Error(event.message ?? 'the worker failed'));
  // One call at a time: a contestant is never asked two things at once.
  const ask = (method, ...parameters) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.postMessage({ method, parameters });
    });
  await ask('start');
  return {
    name: 'sqlite',
    prepare: (seed, count) => ask('prepare', seed, count),
    importCustomers: () => ask('importCustomers'),
    importResponses: () => ask('importResponses'),
    readAll: () => ask('readAll'),
    saveOne: (index, region) => ask('saveOne', index, region),
    wasmBytes: () => ask('wasmBytes'),
    async close() {
      await ask('close');
      worker.terminate();
    },
  };
}
