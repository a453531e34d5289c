// Dexie, as its documentation has it for many rows: one `bulkPut` without `allKeys`, and `toArray`.
// Nothing but the primary key is indexed, which is the least work.
//
// Dexie leaves durability to the browser, which is relaxed in Chromium. The imports stay so. One
// edit is compared strict with strict, so it goes through a handle with the documented option
// `chromeTransactionDurability`.

import Dexie from './lib/dexie.mjs';
import { look, makeRows, timed } from './rows.js';

const NAME = 'dexie-bench';

function handle(options) {
  const db = new Dexie(NAME, options);
  db.version(1).stores({ customers: 'id', responses: 'id' });
  return db;
}

export async function start() {
  const db = handle();
  const strict = handle({ chromeTransactionDurability: 'strict' });
  let customers = [];
  let responses = [];
  return {
    name: 'dexie',
    async prepare(seed, count) {
      ({ customers, responses } = await makeRows(seed, count));
      await db.open();
    },
    importCustomers: () => timed(() => db.customers.bulkPut(customers)),
    importResponses: () => timed(() => db.responses.bulkPut(responses)),
    async readAll() {
      const begun = performance.now();
      await db.open();
      customers = await db.customers.toArray();
      responses = await db.responses.toArray();
      const seen = look(customers, responses);
      const ms = performance.now() - begun;
      await strict.open();
      return { ms, ...seen };
    },
    saveOne(index, region) {
      return timed(async () => {
        const row = { ...customers[index], region };
        await strict.customers.put(row);
        customers[index] = row;
      });
    },
    close() {
      db.close();
      strict.close();
    },
  };
}
