import { KomboClient } from '../kombo-client.js';
import type { KomboError } from '../errors.js';
import type { KomboClientOptions } from '../options.js';

/** Odd on purpose: characters that change when encoded would slip past a search for the plain key. */
export const API_KEY = 'sk_test+A/B=c4f9';

export const SUCCESS = JSON.stringify({ status: 'success', data: {}, warnings: [] });

export const CANDIDATE_LINK = {
  x_integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
  request_body: {
    label: 'Result of Ada Lovelace',
    url: 'https://assessments.example.com/results/ada?a=1&b=2',
    details: {
      custom_field_name_prefix: 'Acme:',
      attributes: [{ key: 'Score', value: '97 of 100' }],
    },
  },
};

export const APPLICATION_LINK = {
  x_integration_id: CANDIDATE_LINK.x_integration_id,
  application_id: '5uVwRtNmKjHgFdSaZxCvBnMq',
  request_body: CANDIDATE_LINK.request_body,
};

const clients: KomboClient[] = [];

/** A client for a test server; closed by {@link closeClients}. */
export function clientFor(baseUrl: string, options: Partial<KomboClientOptions> = {}): KomboClient {
  const client = new KomboClient({ apiKey: API_KEY, baseUrl, ...options });
  clients.push(client);
  return client;
}

export function closeClients(): void {
  clients.splice(0).forEach((client) => client.close());
}

/** Kombo's error envelope. */
export function errorBody(code: string | null, message = 'It went wrong.'): string {
  const log_url = 'https://app.kombo.dev/acme/logs?interactionId=1';
  return JSON.stringify({ status: 'error', error: { code, title: 'A title', message, log_url } });
}

/** What a promise rejects with; fails when it does not. */
export async function rejectionOf<T extends KomboError>(promise: Promise<unknown>): Promise<T> {
  try {
    await promise;
  } catch (error) {
    return error as T;
  }
  throw new Error('expected a rejection');
}
