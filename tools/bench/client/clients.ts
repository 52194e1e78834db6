import http from 'node:http';
import { json } from 'node:stream/consumers';
import axios from 'axios';
import { Kombo } from '@kombo-api/sdk';
import { KomboClient } from '@result-links/kombo-client';

/** Sends one result link and reads the answer. */
export type Send = () => Promise<unknown>;

const API_KEY = 'sk_bench';
const INTEGRATION = 'workday:HWUTwvyx2wLoSUHphiWVrp28';
const CANDIDATE = '3kPq8TnVwXyZ5bRdHjMcLfGs';
/** Of the size of the example in Kombo's documentation: two attributes. */
const RESULT_LINK = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
  details: {
    custom_field_name_prefix: 'Acme:',
    attributes: [
      { key: 'Score', value: '97 of 100' },
      { key: 'Time', value: '2:30:00' },
    ],
  },
};

/** The clients under comparison, each made as its documentation says, for a base URL with `/v1`. */
export const CLIENTS: Record<string, (baseUrl: string) => Send | Promise<Send>> = {
  ours: (baseUrl) => {
    const client = new KomboClient({ apiKey: API_KEY, baseUrl });
    return () =>
      client.addCandidateResultLink({
        x_integration_id: INTEGRATION,
        candidate_id: CANDIDATE,
        request_body: RESULT_LINK,
      });
  },
  sdk: (baseUrl) => {
    const client = new Kombo({
      api_key: API_KEY,
      integration_id: INTEGRATION,
      server_url: baseUrl,
    });
    return () =>
      client.ats.addCandidateResultLink({ candidate_id: CANDIDATE, body: RESULT_LINK } as never);
  },
  axios: (baseUrl) => {
    const headers = { Authorization: `Bearer ${API_KEY}`, 'X-Integration-Id': INTEGRATION };
    const client = axios.create({ baseURL: baseUrl, headers });
    return () => client.post(`/ats/candidates/${CANDIDATE}/result-links`, RESULT_LINK);
  },
  /** The limit: Node's own client, with nothing around it. */
  'node:http': (baseUrl) => {
    const url = `${baseUrl}/ats/candidates/${CANDIDATE}/result-links`;
    const agent = new http.Agent({ keepAlive: true });
    return () =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify(RESULT_LINK);
        const headers = {
          Authorization: `Bearer ${API_KEY}`,
          'X-Integration-Id': INTEGRATION,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
        };
        http
          .request(url, { method: 'POST', headers, agent }, (answer) => resolve(json(answer)))
          .on('error', reject)
          .end(body);
      });
  },
};
