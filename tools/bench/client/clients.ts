import { json } from 'node:stream/consumers';
import { EXAMPLE } from '../lib/example.ts';
import type { Candidate } from '../lib/turns.ts';

/** Sends one result link and reads the answer. */
export type Send = () => Promise<unknown>;

/**
 * A client under comparison, made as its documentation says, for a base URL with `/v1`. Each loads only what
 * it needs: the process of a sample runs one.
 */
export interface Client {
  role: Candidate['role'];
  connect: (baseUrl: string) => Promise<Send>;
}

const API_KEY = 'sk_bench';
const INTEGRATION = 'workday:HWUTwvyx2wLoSUHphiWVrp28';
const CANDIDATE = '3kPq8TnVwXyZ5bRdHjMcLfGs';
const PATH = `/ats/candidates/${CANDIDATE}/result-links`;
const HEADERS = { Authorization: `Bearer ${API_KEY}`, 'X-Integration-Id': INTEGRATION };
/** More than any concurrency that is measured. */
const CONNECTIONS = 64;

/** Names of those that the goals compare. */
export const OURS = 'kombo-client';
export const SDK = '@kombo-api/sdk';

/** By the name in the table. */
export const CLIENTS: Readonly<Record<string, Client>> = {
  [OURS]: {
    role: 'ours',
    connect: async (baseUrl) => {
      const { KomboClient } = await import('@result-links/kombo-client');
      const client = new KomboClient({ apiKey: API_KEY, baseUrl });
      return () =>
        client.addCandidateResultLink({
          ...{ x_integration_id: INTEGRATION, candidate_id: CANDIDATE },
          request_body: EXAMPLE,
        });
    },
  },
  [SDK]: {
    role: 'peer',
    connect: async (baseUrl) => {
      const { Kombo } = await import('@kombo-api/sdk');
      const options = { api_key: API_KEY, integration_id: INTEGRATION, server_url: baseUrl };
      const { ats } = new Kombo(options);
      return () => ats.addCandidateResultLink({ candidate_id: CANDIDATE, body: EXAMPLE } as never);
    },
  },
  'axios as it comes': {
    role: 'beside',
    connect: async (baseUrl) => {
      const { default: axios } = await import('axios');
      const client = axios.create({ baseURL: baseUrl, headers: HEADERS });
      return () => client.post(PATH, EXAMPLE);
    },
  },
  "Node's own node:http": { role: 'beside', connect: nodeHttp },
  'raw undici': {
    role: 'limit',
    connect: async (baseUrl) => {
      const { Pool } = await import('undici');
      const { origin, pathname } = new URL(baseUrl);
      const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
      const headers = { ...HEADERS, 'Content-Type': 'application/json' };
      const path = `${pathname}${PATH}`;
      return async () => {
        const body = JSON.stringify(EXAMPLE);
        const answer = await pool.request({ method: 'POST', path, headers, body });
        return answer.body.json();
      };
    },
  },
};

async function nodeHttp(baseUrl: string): Promise<Send> {
  const { default: http } = await import('node:http');
  const url = `${baseUrl}${PATH}`;
  const agent = new http.Agent({ keepAlive: true });
  return () =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(EXAMPLE);
      const headers = {
        ...HEADERS,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      };
      http
        .request(url, { method: 'POST', headers, agent }, (answer) => resolve(json(answer)))
        .on('error', reject)
        .end(body);
    });
}
