// Starts the same module in a dedicated worker: Rust's `main` runs and finds no window there.
// `main` sets its message handler before it returns; what the page posts earlier is kept for it.
// A failed start reaches the page as the worker's `error` event.
const early = [];
const keep = (event) => early.push(event);
self.addEventListener('message', keep);
try {
  const { default: init } = await import('/candor.js');
  await init({ module_or_path: '/candor_bg.wasm' });
  self.removeEventListener('message', keep);
  for (const { data, ports } of early) {
    self.dispatchEvent(new MessageEvent('message', { data, ports }));
  }
} catch (error) {
  setTimeout(() => {
    throw error;
  });
}
