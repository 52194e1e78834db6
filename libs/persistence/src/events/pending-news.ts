import type { News } from './news-desk.js';

/** Ids in one message; a notification of PostgreSQL takes 8,000 bytes. */
const IDS_PER_MESSAGE = 180;
/** Changed deliveries that are told one by one; beyond, everybody looks again. */
const MOST_IDS = 10 * IDS_PER_MESSAGE;

/** News that are still to be told to others, put together as they come. */
export class PendingNews {
  #ids: Set<string> | 'many' = new Set();
  #work = false;

  add({ deliveryIds = [], work = false }: News): void {
    this.#work ||= work;
    if (deliveryIds === 'many') this.#ids = 'many';
    if (deliveryIds === 'many' || this.#ids === 'many') return;
    for (const id of deliveryIds) this.#ids.add(id);
    if (this.#ids.size > MOST_IDS) this.#ids = 'many';
  }

  /** All of it, in as few messages as it takes; nothing is left. */
  take(): News[] {
    const ids = this.#ids;
    const work = this.#work;
    this.#ids = new Set();
    this.#work = false;
    if (ids === 'many') return [{ deliveryIds: ids, work }];
    const list = [...ids];
    const messages: News[] = [];
    for (let from = 0; from < list.length; from += IDS_PER_MESSAGE) {
      messages.push({ deliveryIds: list.slice(from, from + IDS_PER_MESSAGE) });
    }
    return work ? [{ ...messages.shift(), work }, ...messages] : messages;
  }
}
