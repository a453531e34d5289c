// Looks for words in every byte this origin keeps. `arguments[0]` is the list of words; the answer
// names the places looked at, how many bytes they hold, and where which word was found.
const words = arguments[0];

const latin = (bytes) => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
};
const utf8 = (text) => latin(new TextEncoder().encode(text));
const utf16 = (text, little) => {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const pair = [unit & 255, unit >> 8];
    out += String.fromCharCode(...(little ? pair : pair.reverse()));
  }
  return out;
};
const hex = (text) =>
  Array.from(text, (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
// Every way a word could lie around readable.
const shapes = words.map((word) => [
  utf8(word),
  utf16(word, true),
  utf16(word, false),
  hex(utf8(word)),
  // Without its last one or two bytes, base64 is the same wherever the word begins in a triple.
  btoa(utf8(word)).slice(0, -4),
]);

const answer = { places: [], bytes: 0, found: [] };
const look = (place, text) => {
  answer.places.push(place);
  answer.bytes += text.length;
  shapes.forEach((forms, at) => {
    if (forms.some((form) => form && text.includes(form))) {
      answer.found.push(`${words[at]} in ${place}`);
    }
  });
};
// Every byte of a stored value, whatever it is made of.
const flat = async (value) => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return utf8(value) + '\n';
  if (typeof value !== 'object') return String(value) + '\n';
  if (value instanceof Blob) return latin(new Uint8Array(await value.arrayBuffer()));
  if (value instanceof ArrayBuffer) return latin(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) {
    return latin(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  let text = '';
  const parts = value instanceof Map || value instanceof Set ? [...value] : Object.entries(value);
  for (const part of parts.flat()) text += await flat(part);
  return text;
};
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

for (const { name } of await indexedDB.databases()) {
  const database = await done(indexedDB.open(name));
  for (const store of database.objectStoreNames) {
    const all = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
    look(`IndexedDB ${name}/${store}`, (await flat(keys)) + (await flat(values)));
  }
  database.close();
}
for (const [place, storage] of Object.entries({ localStorage, sessionStorage })) {
  look(place, await flat({ ...storage }));
}
look('cookies', utf8(document.cookie));
look('address and history', utf8(location.href) + (await flat(history.state)));
for (const name of await caches.keys()) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const head = await flat([request.url, ...response.headers]);
    look(`cache ${name}: ${request.url}`, head + (await flat(await response.arrayBuffer())));
  }
}
return answer;
