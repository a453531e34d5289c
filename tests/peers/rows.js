// The rows for the peers: the very same that Candor gets, as plain objects.

import init, { Input } from './lib/measured.js';

/** How many rows cross from WebAssembly at once. */
const PART = 10_000;

/** Makes `{ customers, responses }`: twelve fields and an id each, ten answers each. */
export async function makeRows(seed, count) {
  await init();
  const input = new Input(seed, count);
  const all = (part) => {
    const rows = [];
    for (let from = 0; from < count; from += PART) {
      for (const row of JSON.parse(part(from, from + PART))) rows.push(row);
    }
    return rows;
  };
  const customers = all((from, to) => input.customersJson(from, to));
  const responses = all((from, to) => input.responsesJson(from, to));
  input.free();
  return { customers, responses };
}

/** The question that everybody answers. */
const LAST_QUESTION = 13;

/** Reads what a list and a figure would: how many there are, and the mean of one question. */
export function look(customers, responses) {
  let answers = 0;
  let sum = 0;
  let given = 0;
  for (const response of responses) {
    answers += Object.keys(response.answers).length;
    const answer = response.answers[LAST_QUESTION];
    if (answer != null) {
      sum += answer;
      given += 1;
    }
  }
  return { customers: customers.length, answers, mean: sum / given };
}

/** Times some work, in milliseconds. */
export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
