import type { Delivery } from '@result-links/contracts';
import { Table, type Column } from '../../../output/table.js';
import { shortTime } from '../../../output/time.js';
import { failureName, paintState } from './facts.js';

const COLUMNS: readonly Column<Delivery>[] = [
  { title: 'ID', cell: ({ id }) => id },
  {
    title: 'STATE',
    cell: ({ state }) => state,
    paint: ({ state }, cell, style) => paintState(state, cell, style),
  },
  { title: 'TRIES', cell: ({ attempt_count }) => String(attempt_count) },
  { title: 'ACCEPTED', cell: ({ accepted_at }) => shortTime(accepted_at) },
  { title: 'INTEGRATION', cell: ({ integration_id }) => integration_id },
  { title: 'TARGET', cell: ({ target }) => `${target.type} ${target.id}` },
  { title: 'WHY', cell: whyOf },
];

/** Deliveries as a table that comes page by page. */
export class DeliveryTable extends Table<Delivery> {
  constructor() {
    super(COLUMNS);
  }
}

function whyOf({ state, next_attempt_at, failure }: Delivery): string {
  const next = state === 'retrying' && next_attempt_at;
  const why = [failure && failureName(failure), next && `next ${shortTime(next)}`];
  return why.filter(Boolean).join(', ');
}
