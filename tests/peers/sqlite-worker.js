// SQLite on the origin's private file system, in the variant its documentation names the fastest:
// the pool of access handles, `opfs-sahpool`. Every import is one transaction of one prepared
// statement. `synchronous` stays FULL, so what was committed is on the disk. The write-ahead log
// needs exclusive locking in this build; of all journals it makes the fastest edits and costs the
// imports nothing.

import sqlite3InitModule from './lib/sqlite/index.mjs';
import { makeRows, timed } from './rows.js';

const CUSTOMER = [
  'id', 'number', 'name', 'kind', 'phone', 'email', 'region', 'birth_year', 'sex', 'since',
  'acquired', 'tags', 'notes',
];
const QUESTIONS = Array.from({ length: 13 }, (_, index) => index + 1);
const ANSWERS = QUESTIONS.map((question) => `a${question}`);
const RESPONSE = ['id', 'form', 'version', 'customer', 'taken_at', ...ANSWERS];

let pool;
let db;
let wasm;
let customers = [];
let responses = [];
let edit;

/** Without `rowid` the rows are kept once, in the order of their ids. */
function table(name, columns) {
  return `create table ${name} (${columns.join(', ')}, primary key (id)) without rowid`;
}

function insert(name, columns, rows) {
  const places = columns.map(() => '?').join(', ');
  db.exec('begin');
  const statement = db.prepare(`insert into ${name} values (${places})`);
  for (const row of rows) statement.bind(row).stepReset();
  statement.finalize();
  db.exec('commit');
}

function read(name) {
  const rows = [];
  const statement = db.prepare(`select * from ${name}`);
  while (statement.step()) rows.push(statement.get([]));
  statement.finalize();
  return rows;
}

const methods = {
  async start() {
    const sqlite3 = await sqlite3InitModule();
    wasm = sqlite3.wasm;
    pool = await sqlite3.installOpfsSAHPoolVfs({ directory: '/sqlite-bench' });
  },
  async prepare(seed, count) {
    const rows = await makeRows(seed, count);
    customers = rows.customers.map((row) =>
      CUSTOMER.map((name) => (name === 'tags' ? row.tags.join(' ') : row[name])),
    );
    responses = rows.responses.map((row) => [
      row.id, row.form, row.version, row.customer, row.taken_at,
      ...QUESTIONS.map((question) => row.answers[question] ?? null),
    ]);
    methods.open();
    db.exec([table('customers', CUSTOMER), table('responses', RESPONSE)].join(';'));
  },
  open() {
    db = new pool.OpfsSAHPoolDb('/bench.sqlite3');
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal');
  },
  importCustomers: () => timed(() => insert('customers', CUSTOMER, customers)),
  importResponses: () => timed(() => insert('responses', RESPONSE, responses)),
  readAll() {
    const begun = performance.now();
    methods.open();
    customers = read('customers');
    responses = read('responses');
    const first = RESPONSE.indexOf('a1');
    const last = RESPONSE.indexOf('a13');
    let answers = 0;
    let sum = 0;
    let given = 0;
    for (const row of responses) {
      for (let at = first; at <= last; at++) answers += row[at] === null ? 0 : 1;
      if (row[last] !== null) {
        sum += row[last];
        given += 1;
      }
    }
    const seen = { customers: customers.length, answers, mean: sum / given };
    return { ms: performance.now() - begun, ...seen };
  },
  saveOne(index, region) {
    edit ??= db.prepare('update customers set region = ? where id = ?');
    return timed(() => {
      const row = customers[index];
      edit.bind([region, row[0]]).stepReset();
      row[CUSTOMER.indexOf('region')] = region;
    });
  },
  wasmBytes: () => wasm.memory.buffer.byteLength,
  close() {
    edit?.finalize();
    db.close();
  },
};

onmessage = async ({ data: { method, parameters } }) => {
  try {
    postMessage({ value: await methods[method](...parameters) });
  } catch (error) {
    postMessage({ error: `${method}: ${error.message}` });
  }
};
