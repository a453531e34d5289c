// Lets storage fail on demand. `window.fault` is `{ kind, times }`; each failure counts `times` down.
(() => {
  window.fault = { kind: '', times: 0 };
  window.failed = 0;
  const connections = [];
  const due = (kind) => {
    if (window.fault.kind !== kind || window.fault.times <= 0) return false;
    window.fault.times -= 1;
    window.failed += 1;
    return true;
  };
  const patch = (type, name, fail) => {
    const real = type.prototype[name];
    type.prototype[name] = function (...args) {
      return fail(this, args, () => real.apply(this, args));
    };
  };
  const log = (names) => [names].flat().includes('log');

  for (const name of ['put', 'add']) {
    patch(IDBObjectStore, name, (store, _, go) => {
      if (store.name === 'log' && due('put')) throw new DOMException('', 'UnknownError');
      return go();
    });
  }
  patch(IDBDatabase, 'transaction', (_, [names, mode], go) => {
    if (mode === 'readwrite' && log(names)) {
      if (due('transaction')) throw new DOMException('', 'InvalidStateError');
      if (due('abort')) {
        const tx = go();
        queueMicrotask(() => tx.abort());
        return tx;
      }
    }
    return go();
  });
  patch(IDBFactory, 'open', (_, args, go) => {
    if (due('open')) throw new DOMException('', 'UnknownError');
    const request = go();
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  });
  window.loseConnections = () => connections.splice(0).forEach((connection) => connection.close());
})();
