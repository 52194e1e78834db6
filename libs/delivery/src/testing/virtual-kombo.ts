import { resultWithoutAnswer } from '../attempt-results.js';
import type { AttemptResult, Delivery, ObservedLimits } from '../model.js';
import type { VirtualClock } from './virtual-clock.js';
import type { VirtualProcess } from './virtual-process.js';

/** What Kombo and the network do with one POST. */
export type KomboBehaviour =
  | 'delivers'
  | 'rejects'
  | 'throttles'
  | 'throttles_for_10s'
  | 'is_unavailable'
  | 'refuses_connection'
  | 'finds_integration_broken'
  | 'finds_account_broken'
  | 'cuts_before_writing'
  | 'cuts_after_writing'
  | 'hangs_after_writing'
  | 'makes_the_courier_throw'
  | 'kills_before_writing'
  | 'kills_after_writing';

/** One behaviour, and how long it takes. */
export interface KomboStep {
  does: KomboBehaviour;
  latencyMs: number;
}

/** A POST that has left a process. */
export interface Post {
  deliveryId: string;
  attempt: number;
  atMs: number;
  hasWritten: boolean;
}

/** Kombo with an ATS behind it, doing per delivery what its script says, and delivering after that. */
export class VirtualKombo {
  readonly posts: Post[] = [];
  /** Whether integrations and accounts are well again, for probes. */
  isWell = true;
  /** Integrations whose probes are never answered. */
  readonly silent = new Set<string>();
  private isHealed = false;
  private readonly scripts = new Map<string, KomboStep[]>();

  constructor(private readonly clock: VirtualClock) {}

  script(deliveryId: string, steps: KomboStep[]): void {
    this.scripts.set(deliveryId, [...steps]);
  }

  /** All scripts end: from now on everything is delivered. */
  heal(): void {
    this.isHealed = true;
    this.scripts.clear();
    this.isWell = true;
  }

  writesOf(deliveryId: string): Post[] {
    return this.posts.filter((post) => post.deliveryId === deliveryId && post.hasWritten);
  }

  async post(
    delivery: Delivery,
    process: VirtualProcess,
    signal: AbortSignal,
    onSent: () => void,
  ): Promise<AttemptResult> {
    const step = this.scripts.get(delivery.id)?.shift() ?? { does: 'delivers', latencyMs: 100 };
    const post: Post = {
      ...{ deliveryId: delivery.id, attempt: delivery.attemptCount },
      ...{ atMs: this.clock.elapsed, hasWritten: false },
    };
    if (step.does === 'refuses_connection') {
      return process.guard(
        Promise.resolve(resultWithoutAnswer('unavailable', 'connection refused')),
      );
    }
    this.posts.push(post);
    onSent();
    // Kombo goes on when its caller is gone; only the answer is lost.
    const answer = this.work(step, post, process);
    return process.guard(Promise.race([answer, cutBy(signal)]));
  }

  private async work(
    { does, latencyMs }: KomboStep,
    post: Post,
    process: VirtualProcess,
  ): Promise<AttemptResult> {
    await this.clock.sleep(latencyMs);
    post.hasWritten = WRITES.includes(does);
    if (does.startsWith('kills_') && !this.isHealed) {
      process.kill();
    }
    if (does === 'hangs_after_writing') {
      return new Promise(() => undefined);
    }
    if (does === 'makes_the_courier_throw') {
      throw new Error('a bug in the courier');
    }
    return ANSWERS[does] ?? resultWithoutAnswer('unknown', 'connection lost');
  }
}

const WRITES: KomboBehaviour[] = [
  'delivers',
  'cuts_after_writing',
  'hangs_after_writing',
  'makes_the_courier_throw',
  'kills_after_writing',
];

/** An answer of Kombo. */
export function answered(
  outcome: AttemptResult['outcome'],
  code: string | null,
  limits: ObservedLimits = {},
): AttemptResult {
  const httpStatus = outcome === 'delivered' ? 200 : 400;
  return {
    outcome,
    details: {
      httpStatus,
      code,
      title: null,
      message: 'as scripted',
      logUrl: null,
      requestSent: 'yes',
    },
    warnings: [],
    limits,
  };
}

const ANSWERS: Partial<Record<KomboBehaviour, AttemptResult>> = {
  delivers: answered('delivered', null, { concurrencyLimit: 30, concurrencyRemaining: 12 }),
  rejects: answered('rejected', 'PLATFORM.INPUT_INVALID'),
  throttles: answered('throttled', 'PLATFORM.CONCURRENCY_LIMIT_EXCEEDED', {
    concurrencyRemaining: 0,
  }),
  throttles_for_10s: answered('throttled', 'REMOTE.RATE_LIMIT_EXCEEDED', { retryAfterSeconds: 10 }),
  is_unavailable: answered('unavailable', 'REMOTE.SERVICE_UNAVAILABLE'),
  finds_integration_broken: answered('integration_broken', 'INTEGRATION.AUTHENTICATION_INVALID'),
  finds_account_broken: answered('account_broken', 'PLATFORM.AUTHENTICATION_INVALID'),
};

function cutBy(signal: AbortSignal): Promise<AttemptResult> {
  return new Promise((resolve) => {
    const cut = () => resolve(resultWithoutAnswer('unknown', 'aborted'));
    signal.addEventListener('abort', cut, { once: true });
    if (signal.aborted) {
      cut();
    }
  });
}
