import type { TargetPreference } from '@result-links/contracts';

/** What the flags of `send` become. */
export interface SendOptions {
  integration?: string;
  candidate?: string | undefined;
  application?: string | undefined;
  email?: string;
  remoteId?: string;
  remoteIdOf?: 'candidate' | 'application';
  job?: string;
  targetType?: 'candidate' | 'application';
  prefer?: TargetPreference;
  label?: string;
  url?: string;
  prefix?: string;
  attribute?: string[];
  remoteFields?: string;
  file?: string;
  dryRun?: boolean;
  region?: string;
  baseUrl?: string;
  apiUrl?: string;
  /** Whole seconds; `true`: as long as the API likes; `false`: not at all. */
  wait?: number | boolean;
  idempotencyKey?: string;
  /** Milliseconds. */
  timeout?: number;
}
