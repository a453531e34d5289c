// Starts the app on the page. The names below are trunk's; the finishing step puts hashed ones in
// their place. Imported dynamically so that a file that fails to arrive is noticed here as well.
const boot = document.getElementById('boot');
try {
  const { default: init } = await import('/candor.js');
  await init({ module_or_path: '/candor_bg.wasm' });
  boot?.remove();
} catch (error) {
  boot?.querySelector('.boot-lines')?.remove();
  document.getElementById('boot-failed')?.removeAttribute('hidden');
  throw error;
}
