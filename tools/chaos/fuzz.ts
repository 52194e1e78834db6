/**
 * Requests made from the OpenAPI document and then spoilt: wrong types, hostile texts, broken JSON, odd
 * headers and methods, bytes that are no HTTP. No 5xx, no crash, nothing but the one error envelope.
 *
 *   node tools/chaos/fuzz.ts --requests 50000 --seed 42
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SANDBOX_INTEGRATIONS } from '@result-links/kombo-sandbox';
import { aboutEnvelope, complaintsAbout } from './fuzz/complaints.ts';
import { errorsLogged, Findings } from './fuzz/findings.ts';
import { requestsOf, type Document, type FuzzRequest } from './fuzz/requests.ts';
import { Sender, UnsendableError } from './fuzz/send.ts';
import { startCluster } from './lib/cluster.ts';
import { readFlags } from './lib/flags.ts';
import { startKombo } from './lib/kombo.ts';
import { API_KEY } from './lib/replica.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import type { Supervisor } from './lib/supervisor.ts';
import { accidentsOf } from './lib/verdict.ts';
import { inParallel } from './lib/waiting.ts';

const ADMIN_KEY = 'fuzz-admin-key-0123456789-0123456789';
const CHUNK = 1_000;
/** Of so many requests one is followed by bytes that are no HTTP request. */
const ONE_RAW_IN = 50;
const KNOWN_IDS = 200;

const options = readFlags({
  requests: 50_000,
  /** The same number makes the same requests. */
  seed: Date.now() % 2 ** 31,
  connections: 16,
  engine: 'postgres',
});

await runScenario('fuzz', options, run);

async function run(supervisor: Supervisor): Promise<ScenarioResult> {
  const { requests: total, seed, connections, engine } = options;
  const sandbox = await startKombo(supervisor, {});
  const { replicas } = await startCluster(supervisor, {
    ...{ engine, sandbox, replicas: 1 },
    env: {
      RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
      RESULT_LINKS_ENCRYPTION_KEY: `fuzz:${Buffer.alloc(32, 7).toString('base64')}`,
      // A limit would answer in place of what is to be tried.
      RESULT_LINKS_RATE_LIMIT: 'off',
      RESULT_LINKS_AUTH_FAILURE_LIMIT: 'off',
    },
  });
  const [replica] = replicas;
  if (replica === undefined) throw new Error('no replica');
  const sender = new Sender(replica.url, connections);
  supervisor.defer(async () => sender.close());
  const knownIds: string[] = [];
  const around = {
    ...{ apiKey: API_KEY, adminKey: ADMIN_KEY, knownIds },
    integrations: SANDBOX_INTEGRATIONS.map(({ id }) => id),
  };
  const requests = requestsOf(readDocument(), around);
  const secrets = [API_KEY, ADMIN_KEY, sandbox.apiKey];
  const statuses: Record<string, number> = {};
  const routes: Record<string, number> = {};
  const unsent: Record<string, number> = {};
  const findings = new Findings();
  const megabytesAtFirst = replica.residentMegabytes();
  let rawCount = 0;

  const fuzzOne = async (request: FuzzRequest, number: number): Promise<void> => {
    try {
      const answer = await sender.send(request);
      count(statuses, answer.status);
      count(routes, request.route);
      remember(knownIds, answer.headers['x-delivery-id'] ?? idIn(answer.body));
      for (const complaint of complaintsAbout(request, answer, secrets)) {
        findings.add(complaint, request, `${answer.status} ${answer.body.slice(0, 300)}`);
      }
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof UnsendableError) count(unsent, message.replace(/\[.*?\]/g, '[]'));
      else findings.add(`no answer: ${message}`, request);
    }
    if (number % ONE_RAW_IN === 0) {
      rawCount += 1;
      const answer = await sender.sendBytes(rawBytes(request, number));
      const complaint = aboutRawAnswer(answer);
      if (complaint !== null) findings.add(`to changed bytes ${complaint}`, request, answer);
    }
  };

  for (let done = 0; done < total; done += CHUNK) {
    const chunk = fc.sample(requests, {
      seed: seed + done,
      numRuns: Math.min(CHUNK, total - done),
    });
    await inParallel([...chunk.entries()], connections, ([index, request]) =>
      fuzzOne(request, done + index),
    );
    if ((done / CHUNK) % 5 === 4) {
      tell(
        `${done + CHUNK} requests, ${findings.size} kinds of complaints, ${replica.residentMegabytes()} MB`,
      );
    }
  }

  const isWell = (await fetch(`${replica.url}/health/ready`)).status === 200;
  const errors = errorsLogged(replica.logLines());
  return {
    figures: {
      answered: Object.values(statuses).reduce((sum, n) => sum + n, 0),
      rawBytesSent: rawCount,
      statuses,
      routes,
      unsendable: unsent,
      megabytes: [megabytesAtFirst, replica.residentMegabytes()],
    },
    violations: [
      ...findings.told(),
      ...errors,
      ...accidentsOf(replicas),
      ...(isWell ? [] : ['the service is not ready any more']),
    ],
  };
}

function readDocument(): Document {
  const file = join(import.meta.dirname, '../../apps/api/openapi.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Document;
}

/** A request as bytes, with some of them changed. */
function rawBytes({ method, path, headers, body }: FuzzRequest, seed: number): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const bytes = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    body ?? Buffer.of(),
  ]);
  for (let change = 0; change < 3; change += 1) {
    bytes[(seed * 7_919 + change * 104_729) % bytes.length] = (seed + change * 91) % 256;
  }
  return bytes.subarray(0, 64_000);
}

/** Silence and a closed connection are fine; what is said must be HTTP, and an error the envelope. */
function aboutRawAnswer(answer: string): string | null {
  if (answer === '') return null;
  const [, status = ''] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? [];
  if (status === '') return 'an answer that is no HTTP';
  const [head = ''] = answer.split('\r\n\r\n', 1);
  // More may follow: what was left of the bytes is another request.
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const body = Buffer.from(answer.slice(head.length + 4))
    .subarray(0, length)
    .toString();
  if (Number(status) < 400) return null;
  if (Number(status) >= 500) return `status ${status}`;
  const type = /^content-type: *(.*)$/im.exec(head)?.[1] ?? '';
  return /^HEAD /i.test(answer) ? null : (aboutEnvelope(type.trim(), body)[0] ?? null);
}

/** The id of the first delivery or other thing in an answer. */
function idIn(body: string): string | undefined {
  return /"id":"([\w-]{36})"/.exec(body)?.[1];
}

function remember(knownIds: string[], id: string | string[] | undefined): void {
  if (typeof id !== 'string') return;
  knownIds.push(id);
  if (knownIds.length > KNOWN_IDS) knownIds.shift();
}

function count(counts: Record<string, number>, key: string | number): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
