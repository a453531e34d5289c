// The service worker: Candor opens without a network, always as one whole build.
//
// What must stay true: a build becomes installed only when every one of its files has arrived and
// matches its SHA-256; a file once verified is not fetched again for the next build; a new build
// waits until the page asks for it; nothing under /api/ is touched. It knows nothing of the app.
//
// Messages from the page: {type: 'build'} is answered with {type: 'build', build} (on the port that
// came along, else to the sender); {type: 'activate'} lets a waiting build take over.

// Both lines are filled in by the finishing step; as they stand, everything goes to the network.
const BUILD = 'dev';
const FILES = {};

const PREFIX = 'candor-';
const CACHE = PREFIX + BUILD;
const PAGE = '/index.html';
const AT_ONCE = 6;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  switch (event.data?.type) {
    case 'activate':
      event.waitUntil(self.skipWaiting());
      break;
    case 'build':
      (event.ports[0] ?? event.source)?.postMessage({ type: 'build', build: BUILD });
      break;
  }
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname === '/api' || url.pathname.startsWith('/api/')) return;
  if (Object.hasOwn(FILES, url.pathname)) {
    event.respondWith(kept(url.pathname, request));
  } else if (request.mode === 'navigate' && Object.hasOwn(FILES, PAGE)) {
    event.respondWith(kept(PAGE, request));
  }
});

// The kept file; the network only when the browser has evicted it.
async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function install() {
  // The same build may be installed already (a server that went back a version): its cache is in
  // use and must survive a failure here. A cache of ours that is not in use holds only verified
  // files, so nothing is lost by starting from it.
  const inUse = await caches.has(CACHE);
  const cache = await caches.open(CACHE);
  const queue = Object.entries(FILES);
  let failure = null;
  const lane = async () => {
    while (failure === null && queue.length > 0) {
      const [path, hash] = queue.shift();
      try {
        await keep(cache, path, hash);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  // Every lane ends before the cache is judged, so no late write revives a deleted one.
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (failure !== null) {
    if (!inUse) await caches.delete(CACHE);
    throw failure;
  }
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

// Puts one verified file into the cache: from an earlier build when it is unchanged, else from the
// browser's HTTP cache when its name carries its hash, else from the server itself.
async function keep(cache, path, hash) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const earlier = await (await caches.open(name)).match(path);
    if (earlier && (await put(cache, path, hash, earlier))) return;
  }
  const hashedName = /-[0-9a-f]{16}\.\w+$/.test(path);
  for (const mode of hashedName ? ['default', 'reload'] : ['reload']) {
    const request = new Request(path, { cache: mode, credentials: 'same-origin' });
    const response = await fetch(request);
    if (response.ok && (await put(cache, path, hash, response))) return;
  }
  throw new Error('could not verify ' + path);
}

// Stores the response when its bytes match, and says whether they did. A fresh response is built so
// that a redirect on the way cannot spoil a later navigation; it keeps the security headers, while
// the headers that describe the transfer no longer apply.
async function put(cache, path, hash, response) {
  const bytes = await response.arrayBuffer();
  if ((await sha256(bytes)) !== hash) return false;
  const headers = new Headers(response.headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'vary']) {
    headers.delete(name);
  }
  await cache.put(path, new Response(bytes, { status: 200, headers }));
  return true;
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
