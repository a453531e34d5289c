// What a page of the app's origin can do with its database, the app not being there.
const ask = (request) =>
  new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });
const base64 = (bytes) => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const acts = {
  // Everything in the database as it is: version, stores, keys and bytes.
  async copy(name) {
    const known = (await indexedDB.databases()).find((one) => one.name === name);
    if (!known) return null;
    const database = await ask(indexedDB.open(name));
    const stores = {};
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([ask(objects.getAllKeys()), ask(objects.getAll())]);
      stores[store] = keys.map((key, no) => [key, base64(values[no])]);
    }
    const { version } = database;
    database.close();
    return { name, version, stores };
  },
  // Makes a database of what `copy` gave.
  async make({ name, version, stores }) {
    if ((await indexedDB.databases()).length) throw new Error('not a fresh profile');
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of Object.keys(stores)) request.result.createObjectStore(store);
    };
    const database = await ask(request);
    const tx = database.transaction(Object.keys(stores), 'readwrite', { durability: 'strict' });
    const end = new Promise((good, bad) => {
      tx.oncomplete = good;
      tx.onabort = () => bad(tx.error);
    });
    for (const [store, rows] of Object.entries(stores)) {
      for (const [key, text] of rows) {
        tx.objectStore(store).put(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), key);
      }
    }
    await end;
    database.close();
  },
  // Holds a connection of a version and does not let go when another wants it.
  async hold({ name, version, stores }) {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of stores) {
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
      }
    };
    window.held = await ask(request);
  },
  async release() {
    window.held.close();
  },
};
return acts[arguments[0].act](arguments[0].what).then((found) => found ?? null);
