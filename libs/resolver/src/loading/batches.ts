/** Asks for many keys of a group at once. */
export type LoadBatch<V> = (group: string, keys: string[]) => Promise<Map<string, V>>;

/** How keys are collected. */
export interface BatchOptions {
  /** Keys of one batch at most. */
  maxKeys: number;
  /** Characters of one batch at most, percent-encoded: they become a URL. */
  maxCharacters: number;
  /** How long the first key of a batch waits for company, in milliseconds. */
  windowMs: number;
}

interface Waiting<V> {
  answer: Promise<V | undefined>;
  resolve: (value: V | undefined) => void;
  reject: (reason: unknown) => void;
}

interface Batch<V> {
  waiting: Map<string, Waiting<V>>;
  characters: number;
  timer: NodeJS.Timeout;
}

/**
 * Collects keys that are asked for one by one, and asks for them together: when a batch is full, or
 * when its window is over. A group (an integration and what is looked for) has batches of its own.
 */
export class Batches<V> {
  private readonly open = new Map<string, Batch<V>>();

  constructor(
    private readonly load: LoadBatch<V>,
    private readonly options: BatchOptions,
  ) {}

  /** The value of one key; `undefined` when the batch came without it. */
  get(group: string, key: string): Promise<V | undefined> {
    const known = this.open.get(group)?.waiting.get(key);
    if (known !== undefined) {
      return known.answer;
    }
    const length = encodeURIComponent(key).length + 1;
    const batch = this.batchFor(group, length);
    const one = waiting<V>();
    batch.waiting.set(key, one);
    batch.characters += length;
    if (batch.waiting.size >= this.options.maxKeys) {
      this.send(group, batch);
    }
    return one.answer;
  }

  /** The open batch, if there is room in it. */
  private batchFor(group: string, length: number): Batch<V> {
    const batch = this.open.get(group);
    if (batch !== undefined && batch.characters + length <= this.options.maxCharacters) {
      return batch;
    }
    if (batch !== undefined) {
      this.send(group, batch);
    }
    return this.begin(group);
  }

  private begin(group: string): Batch<V> {
    const batch: Batch<V> = {
      waiting: new Map(),
      characters: 0,
      timer: setTimeout(() => this.send(group, batch), this.options.windowMs),
    };
    this.open.set(group, batch);
    return batch;
  }

  private send(group: string, batch: Batch<V>): void {
    clearTimeout(batch.timer);
    this.open.delete(group);
    this.load(group, [...batch.waiting.keys()]).then(
      (values) => batch.waiting.forEach(({ resolve }, key) => resolve(values.get(key))),
      (error: unknown) => batch.waiting.forEach(({ reject }) => reject(error)),
    );
  }
}

function waiting<V>(): Waiting<V> {
  const one = {} as Waiting<V>;
  one.answer = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  return one;
}
