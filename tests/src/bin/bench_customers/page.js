// In every page, before its own scripts: what happens after an event is heard of, how long tasks
// and frames are, and how large WebAssembly's memory is.
(() => {
  const memories = [];
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const plain = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...all) => {
      const made = await plain(...all);
      const memory = (made.instance ?? made).exports?.memory;
      if (memory) memories.push(memory);
      return made;
    };
  }

  let longest = 0;
  const note = (tasks) => {
    for (const task of tasks) longest = Math.max(longest, task.duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });

  // A file is handed over when its address is made.
  let handed = null;
  const plain = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (what) => {
    if (what instanceof Blob) handed = performance.now();
    return plain(what);
  };

  /** How long nothing must have changed, in milliseconds: until what was drawn is on the screen, too,
      which without a graphics card takes the processor; nobody types faster than ten letters a second. */
  const REST = 100;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  /** What is watched now: since when, the last change, the first appearance. */
  let watched = null;

  window.bench = {
    wasm: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),

    /** The longest task since it was last asked, above 50 ms; 0 when there was none. */
    async longest() {
      // A task is only listed once it has ended.
      await pause(150);
      note(observer.takeRecords());
      const ms = longest;
      longest = 0;
      return ms;
    },

    /**
     * Watches what the next event of a type, and those after it, do below `root`; `awaited` is
     * something that appears. The clock starts when the page hears of the event, before anyone else.
     */
    watch(type, root, awaited) {
      this.forget();
      const now = { start: null, last: null, after: null, seen: null };
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        now.after ??= performance.now();
      };
      const hear = () => {
        Object.assign(now, { start: performance.now(), last: null, after: null, seen: null });
        handed = null;
        channel.port2.postMessage(null);
      };
      const changed = () => {
        if (now.start === null) return;
        now.last = performance.now();
        if (awaited && now.seen === null && document.querySelector(awaited)) now.seen = now.last;
      };
      const watcher = new MutationObserver(changed);
      const how = { subtree: true, childList: true, attributes: true, characterData: true };
      watcher.observe(document.querySelector(root), how);
      window.addEventListener(type, hear, { capture: true });
      watched = { now, end: () => {
        watcher.disconnect();
        window.removeEventListener(type, hear, { capture: true });
        channel.port1.close();
      } };
    },
    forget() {
      watched?.end();
      watched = null;
    },

    /** Milliseconds from the event to the last change, once nothing has changed for a while. */
    async settled() {
      const { now } = watched;
      for (;;) {
        const since = performance.now() - (now.last ?? now.start ?? performance.now());
        if (now.start !== null && now.after !== null && since > REST) break;
        await pause(10);
      }
      return (now.last ?? now.after) - now.start;
    },
    /** Waits until nothing has changed for a second and a half: the index is whole. */
    async ready() {
      const { now } = watched;
      while (now.last === null || performance.now() - now.last < 1500) await pause(50);
    },
    /** Milliseconds from the event to the appearance of what is awaited. */
    async seen() {
      const { now } = watched;
      while (now.seen === null) await pause(5);
      return now.seen - now.start;
    },
    /** Milliseconds from the event until a file was handed over. */
    async handed() {
      const { now } = watched;
      while (now.start === null || handed === null) await pause(5);
      return handed - now.start;
    },

    /** The longest frame while `jumps` drags the list about, or while others scroll it, for `ms`. */
    async frames(css, ms, jumps) {
      const list = document.querySelector(css);
      const end = list.scrollHeight - list.clientHeight;
      let seed = 20180101;
      const dice = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
      const stamps = await new Promise((resolve) => {
        const stamps = [];
        const frame = (now) => {
          stamps.push(now);
          if (now - stamps[0] > ms) return resolve(stamps);
          if (jumps) list.scrollTop = dice() * end;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      let most = 0;
      stamps.forEach((now, at) => (most = Math.max(most, at ? now - stamps[at - 1] : 0)));
      return { most, frames: stamps.length, ms: stamps.at(-1) - stamps[0], top: list.scrollTop };
    },
    /** Begins to count frames while the driver turns the wheel. */
    begin_frames(css, ms) {
      this.counting = this.frames(css, ms, false);
    },
  };
})();
