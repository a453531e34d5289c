// Every row of the list of customers on screen, read by scrolling from its top to its end.
const wait = (what, look) =>
  new Promise((good, bad) => {
    const started = performance.now();
    const check = () => {
      const found = look();
      if (found) good(found);
      else if (performance.now() - started > 40000) bad(new Error(`never came: ${what}`));
      else setTimeout(check, 4);
    };
    check();
  });
const text = (row, css) => row.querySelector(css)?.textContent ?? '';

return (async () => {
  const rows = {};
  const list = await wait('a row', () => document.querySelector('.window-rows'));
  const total = () => Number(document.querySelector('#customer-count')?.textContent.replace(/[^0-9]/g, '') || 0);
  let box = list;
  while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  for (let next = 1; next <= total(); ) {
    const height = list.getBoundingClientRect().height / total();
    if (box) box.scrollTop = (next - 1) * height;
    await wait(`row ${next}`, () => next > total() || list.querySelector(`li[aria-posinset="${next}"] a`));
    for (const item of list.querySelectorAll('li[aria-posinset]')) {
      const row = item.querySelector('a.customer-row');
      if (!row) continue;
      rows[row.getAttribute('href').split('/').pop()] = {
        name: text(row, '.name strong'),
        region: text(row, '[data-field=region]'),
        phone: text(row, '[data-field=phone]'),
        tags: [...row.querySelectorAll('.tags .badge')].map((badge) => badge.textContent),
      };
      next = Math.max(next, Number(item.getAttribute('aria-posinset')) + 1);
    }
  }
  return rows;
})();
