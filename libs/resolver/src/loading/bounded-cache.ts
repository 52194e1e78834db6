/** The most recently used values, up to so many. */
export class BoundedCache<V> {
  private readonly values = new Map<string, V>();

  constructor(private readonly maxSize: number) {}

  /** The value, which counts as used by this. */
  get(key: string): V | undefined {
    const value = this.values.get(key);
    if (value !== undefined) {
      this.values.delete(key);
      this.values.set(key, value);
    }
    return value;
  }

  /** Keeps a value; the one that was not used for longest makes room. */
  set(key: string, value: V): void {
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.maxSize && oldest !== undefined) {
      this.values.delete(oldest);
    }
  }

  /** Forgets a value, if it still is this one. */
  forget(key: string, value: V): void {
    if (this.values.get(key) === value) {
      this.values.delete(key);
    }
  }

  get size(): number {
    return this.values.size;
  }
}
