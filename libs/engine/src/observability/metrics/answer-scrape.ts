import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServiceMetrics } from './service-metrics.js';

/** An answer to a scrape. */
export interface ScrapeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const REFUSAL = {
  status: 'error',
  error: {
    code: 'PLATFORM.AUTHENTICATION_INVALID',
    reason: 'metrics_token_wrong',
    title: 'The token is missing or wrong',
    message:
      'Send the token of RESULT_LINKS_METRICS_TOKEN as the header "Authorization: Bearer <token>".',
    log_url: null,
  },
};

/**
 * Answers `GET /metrics`: the metrics, or 401 where a token is wanted and another one (or none) was presented.
 *
 * @param token the token that is wanted; `undefined`: none is
 * @param authorization the header of that name
 */
export async function answerScrape(
  metrics: Pick<ServiceMetrics, 'text'>,
  token: string | undefined,
  authorization: string | undefined,
): Promise<ScrapeAnswer> {
  const [, presented = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  // Digests have one length, so the comparison tells nothing about the token.
  if (token !== undefined && !timingSafeEqual(digest(presented), digest(token))) {
    return {
      status: 401,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'WWW-Authenticate': 'Bearer' },
      body: JSON.stringify(REFUSAL),
    };
  }
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
    body: await metrics.text(),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
