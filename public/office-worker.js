// Turns workbooks and vCards into CSV and back, off the page and in a module of its own, which is
// fetched with the first request. A request is [id, what, ...arguments], an answer [id, results] or
// [id, null, code, line]. Bytes are handed over, not copied.
let loaded;
const load = async () => {
  const module = await import('/office.js');
  await module.default({ module_or_path: '/office_bg.wasm' });
  return module;
};
self.addEventListener('message', async ({ data: [id, what, ...rest] }) => {
  let module;
  try {
    module = await (loaded ??= load());
  } catch {
    loaded = undefined;
    self.postMessage([id, null, 'office.unavailable', 0]);
    return;
  }
  try {
    const results = module[what](...rest);
    const bytes = results.filter(ArrayBuffer.isView).map((view) => view.buffer);
    self.postMessage([id, results], bytes);
  } catch (error) {
    // What the module says is wrong is an array; anything else is a module that broke.
    const [code, line] = Array.isArray(error) ? error : ['office.broken', 0];
    self.postMessage([id, null, code, line]);
  }
});
