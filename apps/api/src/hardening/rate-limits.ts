import { hash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import rateLimit from '@fastify/rate-limit';
import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ErrorReason } from '@result-links/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CONFIG } from '../config/config.provider.js';
import type { Config } from '../config/config.js';
import type { Rate } from '../config/hardening-config.js';
import { ApiError } from '../http/api-error.js';
import { presentedKey } from '../http/presented-key.js';
import { RateLimitStore } from './rate-limit-store.js';

/** Counts a request (or, with `increment: false`, only looks) and tells where its counter stands. */
type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * How many requests one API key may make, and how many wrong keys may come from one address. Counted in
 * this process: n processes let n times as many through.
 */
@Injectable()
export class RateLimits {
  private perKey: Limiter | null = null;
  private failures: Limiter | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Registers the plugin that counts. */
  async attach(app: NestFastifyApplication): Promise<void> {
    const { rateLimit: perKey, authFailureLimit } = this.config.hardening;
    await app.register(rateLimit, { global: false, store: RateLimitStore });
    const fastify = app.getHttpAdapter().getInstance();
    const limiter = ({ count: max, windowMs: timeWindow }: Rate, keyGenerator?: KeyGenerator) =>
      fastify.createRateLimit({ max, timeWindow, ...(keyGenerator && { keyGenerator }) });
    this.perKey = perKey && limiter(perKey, (request) => keyDigest(request) ?? '');
    this.failures = authFailureLimit && limiter(authFailureLimit);
  }

  /**
   * Counts a request whose key was found to be right.
   *
   * @returns headers for its answer, which tell how far the limit is
   * @throws ApiError 429 when it is one too many
   */
  async count(request: FastifyRequest): Promise<Record<string, string>> {
    const counted = await this.perKey?.(request);
    if (counted === undefined || counted.isAllowed) return {};
    const headers = limitHeaders(counted);
    if (!counted.isExceeded) return headers;
    const { max, ttlInSeconds } = counted;
    throw tooMany(
      'rate_limit_exceeded',
      `This API key has made more than ${max} requests in ${seconds(this.config.hardening.rateLimit)}. Send it again in ${ttlInSeconds} s; nothing was accepted.`,
      { ...headers, 'Retry-After': String(ttlInSeconds) },
    );
  }

  /**
   * Counts a line of a batch like a request. A batch that is too fast waits for the next window if that begins
   * soon: with a limit per second it only slows down.
   *
   * @returns 429 when the next window is too far; `null`: the line may be accepted
   */
  async countLine(request: FastifyRequest): Promise<ApiError | null> {
    for (;;) {
      const counted = await this.perKey?.(request);
      if (counted === undefined || counted.isAllowed || !counted.isExceeded) return null;
      if (counted.ttl > LONGEST_PAUSE_MS) {
        return tooMany(
          'rate_limit_exceeded',
          `This API key has sent more than ${counted.max} requests and lines in ${seconds(this.config.hardening.rateLimit)}. Lines with an answer are saved; send the others in ${counted.ttlInSeconds} s.`,
          {},
        );
      }
      await setTimeout(counted.ttl);
    }
  }

  /**
   * Counts a wrong key. Only guards call this: an upstream 401 says nothing about the caller's key, and a right
   * key passes whatever its neighbors behind the same address present.
   *
   * @param refusal what the caller is told about the key
   * @returns `refusal`, or 429 when too many wrong keys came from this address
   */
  async countWrongKey(request: FastifyRequest, refusal: ApiError): Promise<ApiError> {
    const counted = await this.failures?.(request);
    if (counted === undefined || counted.isAllowed || !counted.isExceeded) return refusal;
    return tooMany(
      'too_many_wrong_keys',
      `Too many wrong API keys came from this address. Correct the key and try again in ${counted.ttlInSeconds} s.`,
      { 'Retry-After': String(counted.ttlInSeconds) },
    );
  }
}

/** Longest wait of a batch for the next window. */
const LONGEST_PAUSE_MS = 2_000;

type KeyGenerator = (request: FastifyRequest) => string;

/** What stands for the presented key in counters: never the key itself. `null`: none was presented. */
function keyDigest({ headers }: FastifyRequest): string | null {
  const presented = presentedKey(headers.authorization);
  return presented === undefined ? null : hash('sha256', presented, 'base64');
}

function limitHeaders(counted: { max: number; remaining: number; ttlInSeconds: number }) {
  return {
    'RateLimit-Limit': String(counted.max),
    'RateLimit-Remaining': String(counted.remaining),
    'RateLimit-Reset': String(counted.ttlInSeconds),
  };
}

function seconds(rate: Rate | null): string {
  return `${(rate?.windowMs ?? 0) / 1_000} s`;
}

function tooMany(reason: ErrorReason, message: string, headers: Record<string, string>): ApiError {
  return new ApiError({
    status: 429,
    code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
    reason,
    title: 'Too many requests',
    message,
    headers,
  });
}
