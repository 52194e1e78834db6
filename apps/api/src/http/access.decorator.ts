import { SetMetadata } from '@nestjs/common';
import type { KeyScope } from '@result-links/delivery';

/** What a route asks of the API key. */
export interface AccessRule {
  /** Default: `read` for GET and HEAD, `write` for everything else. */
  scope?: KeyScope;
  /**
   * How a key that is restricted to some integrations is kept to them; absent: such keys are refused.
   *
   * - `header`: the guard compares the header `X-Integration-Id`
   * - `path`: the guard compares the path parameter `id`
   * - `filtered`: the service shows and touches only what belongs to `caller.integrations`
   */
  integration?: 'header' | 'path' | 'filtered';
}

/** Metadata key of {@link Access}. */
export const ACCESS_RULE = Symbol('access rule');

/**
 * What a route asks of the API key. A route without it lets in every key that has the scope and is not
 * restricted to integrations: whoever forgets it has refused too much, not too little.
 */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS_RULE, rule);
