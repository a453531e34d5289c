// PouchDB, as its documentation has it for many documents: one `bulkDocs`, and `allDocs` with
// `include_docs`. The adapter is the newer `indexeddb` one, which ships beside the default `idb`
// one; here they are equally fast. PouchDB has no choice of durability: the browser's own (relaxed
// in Chromium) holds for its edits too.

import { look, makeRows, timed } from './rows.js';

const OPTIONS = { adapter: 'indexeddb' };

/** Its builds are scripts, not modules. */
function load(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} cannot be loaded`));
    document.head.append(script);
  });
}

function document_of({ id, ...rest }) {
  return { _id: id, ...rest };
}

async function put_all(db, documents) {
  const outcomes = await db.bulkDocs(documents);
  const failed = outcomes.find((outcome) => outcome.error);
  if (failed) throw new Error(`PouchDB refused a document: ${failed.name}`);
}

async function get_all(db) {
  const { rows } = await db.allDocs({ include_docs: true });
  return rows.map((row) => row.doc);
}

export async function start() {
  await load('./lib/pouchdb.min.js');
  await load('./lib/pouchdb.indexeddb.min.js');
  let customers = [];
  let responses = [];
  let people;
  let forms;
  const open = () => {
    people = new PouchDB('pouchdb-bench-customers', OPTIONS);
    forms = new PouchDB('pouchdb-bench-responses', OPTIONS);
    return Promise.all([people.info(), forms.info()]);
  };
  return {
    name: 'pouchdb',
    async prepare(seed, count) {
      const rows = await makeRows(seed, count);
      customers = rows.customers.map(document_of);
      responses = rows.responses.map(document_of);
      await open();
    },
    importCustomers: () => timed(() => put_all(people, customers)),
    importResponses: () => timed(() => put_all(forms, responses)),
    async readAll() {
      const begun = performance.now();
      await open();
      customers = await get_all(people);
      responses = await get_all(forms);
      const seen = look(customers, responses);
      return { ms: performance.now() - begun, ...seen };
    },
    saveOne(index, region) {
      return timed(async () => {
        const row = { ...customers[index], region };
        const { rev } = await people.put(row);
        row._rev = rev;
        customers[index] = row;
      });
    },
    async close() {
      await people.close();
      await forms.close();
    },
  };
}
