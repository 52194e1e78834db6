import type { DeliveryFilter, TouchedDeliveries } from '@result-links/contracts';
import { openApi } from '../../../api/client.js';
import { act, lookUp } from '../../../api/explain-call.js';
import type { Handler, Outcome } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { actOnEach } from '../act-on-each.js';
import { readSelection } from '../ids-or-filter.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import type { FilterOptions } from '../filter-options.js';

/** What the flags of `deliveries retry` become. */
export interface RetryOptions extends FilterOptions, ApiOptions {
  dryRun?: boolean;
  yes?: boolean;
}

/** By ids one after the other, by filters all at once. */
export const handleRetry: Handler<RetryOptions> = async ({ args, options }, context) => {
  const selection = readSelection(args, options);
  const { signal } = context;
  const { dryRun = false } = options;
  if ('ids' in selection) {
    refuseBulkFlags(options);
    const client = await openApi(options, context);
    const again = (id: string) => client.retryDelivery(id, { signal });
    return { lines: actOnEach(selection.ids, again, 'Retried') };
  }
  requireFilter(selection.filter);
  requireDecision(options);
  const client = await openApi(options, context);
  const run = () => client.retryDeliveries(selection.filter, { dryRun, signal });
  return report(await (dryRun ? lookUp(run) : act(run)), selection.filter);
};

function refuseBulkFlags({ dryRun, yes }: RetryOptions): void {
  if (dryRun ?? yes) {
    throw usageError('conflicting_flags', '--dry-run and --yes belong to filters, not to ids.');
  }
}

/** Whoever forgets the ids must not send everything again. */
function requireFilter(filter: DeliveryFilter): void {
  if (Object.keys(filter).length === 0) {
    throw usageError('no_deliveries', 'Which deliveries? Name them by their ids or by filters.', {
      hint: 'See: result-links deliveries retry --help',
    });
  }
}

function requireDecision({ dryRun, yes }: RetryOptions): void {
  if (dryRun === yes) {
    throw usageError(
      'confirmation_missing',
      'Retrying all that match wants either --dry-run or --yes.',
      { hint: '--dry-run says how many it would be, --yes sends them again. Nothing was done.' },
    );
  }
}

function report(touched: TouchedDeliveries, { state = [] }: DeliveryFilter): Outcome {
  const { count, dry_run } = touched;
  const deliveries = count === 1 ? '1 delivery' : `${count} deliveries`;
  const verb = dry_run
    ? 'would be sent again'
    : count === 1
      ? 'is queued again'
      : 'are queued again';
  return {
    data: { status: 'success', ...touched },
    text: (style) =>
      [
        `${dry_run ? style.caution('Dry run:') : style.good('Retried:')} ${deliveries} ${verb}.`,
        ...(state.includes('unknown')
          ? [
              'Unknown ones are not among them: their links may be in the ATS. Resolve them one by one.',
            ]
          : []),
      ].join('\n'),
  };
}
