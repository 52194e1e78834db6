import type { IntegrationReadiness, TargetReadiness } from '@result-links/contracts';
import { openApi } from '../../../api/client.js';
import { lookUp } from '../../../api/explain-call.js';
import type { Handler } from '../../../command.js';
import { printable } from '../../../output/printable.js';
import type { Style } from '../../../output/style.js';
import type { ApiOptions } from '../../../settings/api-options.js';
import { readIds } from '../../../settings/ids.js';

/** What each state means for deliveries. */
const STATE_MEANINGS: Readonly<Record<IntegrationReadiness['state'], string>> = {
  active: 'deliveries go out',
  parked: 'deliveries wait until it is repaired or released',
  new: 'nothing was ever delivered to it',
};

/** Usable as soon as one kind of target is. */
export const handleReadiness: Handler<ApiOptions> = async ({ args, options }, context) => {
  const [id = ''] = readIds(args);
  const client = await openApi(options, context);
  const { signal } = context;
  const readiness = await lookUp(() => client.getIntegrationReadiness(id, { signal }));
  const isUsable = readiness.candidate.is_ready || readiness.application.is_ready;
  return {
    data: { status: 'success', is_usable: isUsable, ...readiness },
    text: (style) => describe(readiness, style),
    exit: isUsable ? 'ok' : 'broken',
  };
};

function describe(readiness: IntegrationReadiness, style: Style): string {
  const { integration_id, state, application, candidate } = readiness;
  const lines = (name: string, { is_ready, reasons }: TargetReadiness) => [
    `  ${is_ready ? style.good('yes') : style.bad('no ')} result links on ${name}`,
    ...reasons.map(({ message }) => `      - ${printable(message)}`),
  ];
  return [
    printable(`Integration: ${integration_id}, ${state}: ${STATE_MEANINGS[state] ?? ''}`),
    ...lines('applications', application),
    ...lines('candidates', candidate),
  ].join('\n');
}
