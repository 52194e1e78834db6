import { KomboError, KomboHttpError } from '../errors.js';
import { clientFor, closeClients, errorBody, rejectionOf } from '../testing/fixtures.js';
import { INTEGRATION } from '../testing/operation-example.js';
import { answering, closeServers, startServer } from '../testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

const REQUEST = { x_integration_id: INTEGRATION, email: 'ada@example.com' };

/** Serves pages by their cursors; the first has none. */
async function serve(pages: Record<string, { ids?: unknown; next?: unknown }>) {
  const server = await startServer((response, { path }) => {
    const cursor = new URL(path, 'http://x').searchParams.get('cursor') ?? '';
    const { ids, next } = pages[cursor] ?? {};
    const results = Array.isArray(ids) ? ids.map((id) => ({ id })) : ids;
    const body = { status: 'success', data: { results, next } };
    answering(200, JSON.stringify(body))(response, {} as never);
  });
  const candidates = (request: object = {}) =>
    clientFor(server.baseUrl).ats.getCandidates({ ...REQUEST, ...request });
  return { server, candidates };
}

async function idsOf(listing: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of listing) {
    ids.push(id);
  }
  return ids;
}

const THREE_PAGES = {
  '': { ids: ['1', '2'], next: 'a' },
  a: { ids: [], next: 'b/+=' },
  'b/+=': { ids: ['3'], next: null },
};

it('goes from page to page with the same filters, over empty ones too', async () => {
  const { server, candidates } = await serve(THREE_PAGES);
  expect(await idsOf(candidates({ page_size: 2 }))).toEqual(['1', '2', '3']);
  const query = 'email=ada%40example.com&page_size=2';
  expect(server.seen.map(({ path }) => path.split('?')[1])).toEqual([
    query,
    `${query}&cursor=a`,
    `${query}&cursor=b%2F%2B%3D`,
  ]);
});

it('begins at the cursor it is given', async () => {
  const { candidates } = await serve(THREE_PAGES);
  expect(await idsOf(candidates({ cursor: 'a' }))).toEqual(['3']);
});

it('sends nothing before it is read, and begins anew with each loop', async () => {
  const { server, candidates } = await serve({ '': { ids: ['1'], next: null } });
  const listing = candidates();
  expect(server.seen).toEqual([]);
  expect(await idsOf(listing)).toEqual(['1']);
  expect(await idsOf(listing)).toEqual(['1']);
  expect(server.seen).toHaveLength(2);
});

it('fetches nothing more once a loop is left', async () => {
  const { server, candidates } = await serve(THREE_PAGES);
  for await (const { id } of candidates()) {
    expect(id).toBe('1');
    break;
  }
  expect(server.seen).toHaveLength(1);
});

it('gives one page with its cursor and limits', async () => {
  const { server, candidates } = await serve(THREE_PAGES);
  const page = await candidates().page();
  expect(page).toMatchObject({ status: 200, data: { results: [{ id: '1' }, {}], next: 'a' } });
  expect(server.seen).toHaveLength(1);
});

it('gives page by page', async () => {
  const { candidates } = await serve(THREE_PAGES);
  const sizes: number[] = [];
  for await (const { data } of candidates().pages()) {
    sizes.push(data.results.length);
  }
  expect(sizes).toEqual([2, 0, 1]);
});

it.each([
  ['itself', { '': { ids: ['1'], next: 'a' }, a: { ids: ['2'], next: 'a' } }],
  [
    'an earlier page',
    {
      '': { ids: ['1'], next: 'a' },
      a: { ids: ['2'], next: 'b' },
      b: { ids: [], next: 'a' },
    },
  ],
])('ends with an error when a cursor leads back to %s', async (_where, pages) => {
  const { candidates } = await serve(pages);
  const ids: string[] = [];
  const reading = (async () => {
    for await (const { id } of candidates()) {
      ids.push(id);
    }
  })();
  const error = await rejectionOf(reading);
  expect(error).toBeInstanceOf(KomboHttpError);
  expect(error.message).toMatch(/leads back to an earlier page/);
  expect(ids).toEqual(['1', '2']);
});

it.each([undefined, '', 5, null, {}])(
  'takes the page for the last when next is %p',
  async (next) => {
    const { candidates } = await serve({ '': { ids: ['1'], next } });
    expect(await idsOf(candidates())).toEqual(['1']);
  },
);

it.each([undefined, null, 'x', { 0: 1 }])('is no page with the results %p', async (ids) => {
  const { candidates } = await serve({ '': { ids, next: null } });
  expect(await rejectionOf(candidates().page())).toBeInstanceOf(KomboHttpError);
});

it('ends with the error of a page', async () => {
  let count = 0;
  const server = await startServer((response) => {
    count += 1;
    const first = JSON.stringify({
      status: 'success',
      data: { results: [{ id: '1' }], next: 'a' },
    });
    const body = count === 1 ? first : errorBody('PLATFORM.RATE_LIMIT_EXCEEDED');
    answering(count === 1 ? 200 : 429, body)(response, {} as never);
  });
  const error = await rejectionOf(idsOf(clientFor(server.baseUrl).ats.getCandidates(REQUEST)));
  expect(error).toMatchObject({ name: 'KomboRateLimitError', outcome: 'throttled' });
});

it('ends with the signal', async () => {
  const { server } = await serve({ '': { ids: ['1'], next: 'a' } });
  const controller = new AbortController();
  const listing = clientFor(server.baseUrl).ats.getCandidates(REQUEST, {
    signal: controller.signal,
  });
  const reading = (async () => {
    for await (const { id } of listing) {
      expect(id).toBe('1');
      controller.abort();
    }
  })();
  expect(await rejectionOf(reading)).toMatchObject({ kind: 'aborted', requestSent: 'no' });
});

it.each<[string, object]>([
  ['an empty list, which would match everything', { ids: [] }],
  ['a list with an empty text', { ids: [''] }],
  ['a list with a comma in a value', { ids: ['a,b'] }],
  ['a list of numbers', { remote_ids: [5] }],
  ['a date that is none', { updated_after: new Date(NaN) }],
  ['a number that is none', { page_size: NaN }],
  ['half a character', { email: '\ud800' }],
  ['an object', { email: {} }],
])('refuses %s, unsent', async (_what, filter) => {
  const { candidates, server } = await serve({});
  const error = await rejectionOf<KomboError>(candidates(filter).page());
  expect(error).toMatchObject({ name: 'KomboRequestError', requestSent: 'no' });
  expect(server.seen).toEqual([]);
});
