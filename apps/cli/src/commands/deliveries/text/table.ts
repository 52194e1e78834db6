import type { Delivery } from '@result-links/contracts';
import type { Line } from '../../../command.js';
import { printable } from '../../../output/printable.js';
import { failureName, paintState, shortTime } from './facts.js';

const TITLES = ['ID', 'STATE', 'TRIES', 'ACCEPTED', 'INTEGRATION', 'TARGET', 'WHY'];
const STATE_COLUMN = 1;

/**
 * Deliveries as the rows of a table that comes page by page: columns never get narrower, so they stay
 * in line unless a later page has something longer.
 */
export class DeliveryTable {
  readonly #widths = TITLES.map((title) => title.length);
  #hasTitles = false;

  /** The rows of a page; titles in front of the first one. */
  *rows(deliveries: readonly Delivery[]): Generator<Line> {
    const page = deliveries.map((delivery) => ({ delivery, cells: cellsOf(delivery) }));
    for (const { cells } of page) {
      cells.forEach((cell, column) => {
        this.#widths[column] = Math.max(this.#widths[column] ?? 0, cell.length);
      });
    }
    if (!this.#hasTitles && page.length > 0) {
      this.#hasTitles = true;
      yield { decoration: (style) => style.strong(this.#pad(TITLES).join('  ').trimEnd()) };
    }
    for (const { delivery, cells } of page) {
      yield {
        data: delivery,
        text: (style) =>
          this.#pad(cells)
            .map((cell, column) =>
              column === STATE_COLUMN ? paintState(delivery.state, cell, style) : cell,
            )
            .join('  ')
            .trimEnd(),
      };
    }
  }

  #pad(cells: readonly string[]): string[] {
    return cells.map((cell, column) => cell.padEnd(this.#widths[column] ?? 0));
  }
}

function cellsOf(delivery: Delivery): string[] {
  const { id, state, attempt_count, accepted_at, integration_id, target, failure } = delivery;
  const next = state === 'retrying' && delivery.next_attempt_at;
  const why = [failure && failureName(failure), next && `next ${shortTime(next)}`];
  return [
    id,
    state,
    String(attempt_count),
    shortTime(accepted_at),
    integration_id,
    `${target.type} ${target.id}`,
    why.filter(Boolean).join(', '),
  ].map((cell) => printable(cell).replaceAll('\n', ' '));
}
