import { openApi } from '../../../api/client.js';
import { act } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { printable } from '../../../output/printable.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';

/** How many waited is all the API can tell at once; `deliveries watch` shows what becomes of them. */
export const handleRelease: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const { signal } = context;
  const { count } = await act(() => client.releaseIntegration(id, { signal }));
  const waited = count === 1 ? '1 delivery was waiting' : `${count} deliveries were waiting`;
  return {
    data: { status: 'success', integration_id: id, count },
    text: (style) =>
      [
        `${style.good('Released:')} ${printable(id)}, ${waited}.`,
        ...(count === 0
          ? []
          : [printable(`Follow them: result-links deliveries watch --integration ${id}`)]),
      ].join('\n'),
  };
};
