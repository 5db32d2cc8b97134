// What a client or subscription emitted, in order, to be waited for.

const PATIENCE_MS = 20_000;

export class Diary {
  constructor(source, names) {
    this.entries = [];
    this._read = new Map();
    this._wake = [];
    for (const name of names) {
      source.on(name, (context) => {
        this.entries.push({ name, context });
        for (const wake of this._wake.splice(0)) wake();
      });
    }
  }

  all(name) {
    return this.entries.filter((entry) => entry.name === name).map((entry) => entry.context);
  }

  // The next event of this name that was not asked for before.
  async next(name) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.all(name);
      const read = this._read.get(name) ?? 0;
      if (found.length > read) {
        this._read.set(name, read + 1);
        return found[read];
      }
      const left = until - Date.now();
      if (left <= 0) throw new Error(`no "${name}"; there was ${this.entries.map((entry) => entry.name).join(", ")}`);
      await new Promise((resolve) => {
        this._wake.push(resolve);
        setTimeout(resolve, left);
      });
    }
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function same(found, wanted, what) {
  const [left, right] = [found, wanted].map((value) => JSON.stringify(value));
  if (left !== right) throw new Error(`${what}: ${left}, not ${right}`);
}

export async function refused(promise, code, what) {
  let answer;
  try {
    answer = await promise;
  } catch (problem) {
    same(problem.code, code, what);
    return;
  }
  throw new Error(`${what}: answered ${JSON.stringify(answer)}`);
}
