import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '#swagger';
import type { ErrorReason } from '@result-links/contracts';

/** Reasons by HTTP status; `4XX` and `5XX` are statuses that Kombo chose. */
export type Refusals = Partial<Record<number | '4XX' | '5XX', readonly ErrorReason[]>>;

/** Why Kombo or the ATS did not do what was asked; Kombo chooses the status. */
export const KOMBO_REFUSALS = [
  'rejected',
  'throttled',
  'unavailable',
  'integration_broken',
  'account_broken',
] as const satisfies readonly ErrorReason[];

/** Describes why a route refuses requests, beside what all routes refuse (see `error-responses.ts`). */
export const Refuses = (refusals: Refusals): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ...Object.entries(refusals).map(([status, reasons = []]) =>
      ApiResponse({ status: status as '4XX', description: reasons.join(' ') }),
    ),
  );
