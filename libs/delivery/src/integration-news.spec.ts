import { parseWebhook } from '@result-links/kombo-client';
import { readIntegrationNews } from './integration-news.js';

const read = (type: string, data: unknown) => {
  const parsed = parseWebhook(JSON.stringify({ id: 'w', type, data }));
  if (!parsed) throw new Error('no webhook');
  return readIntegrationNews(parsed);
};
const state = (given: Record<string, unknown> = {}) =>
  read('integration-state-changed', {
    integration_id: 'workday:1',
    state: 'ACTIVE',
    qa_status: 'PASSED',
    setup_status: 'COMPLETED',
    updated_at: '2026-11-23T20:00:00.000Z',
    ...given,
  });

it.each([
  [{ state: 'INVALID' }, 'INTEGRATION.AUTHENTICATION_INVALID'],
  [{ state: 'INACTIVE' }, 'INTEGRATION.INACTIVE'],
  [{ setup_status: 'INCOMPLETE' }, 'INTEGRATION.SETUP_INCOMPLETE'],
  [{ setup_status: 'FINAL_SYNC_PENDING' }, 'INTEGRATION.SETUP_SYNC_PENDING'],
  [{ qa_status: 'FAILED' }, 'INTEGRATION.QA_FAILED'],
  [{ state: 'INVALID', qa_status: 'FAILED' }, 'INTEGRATION.AUTHENTICATION_INVALID'],
])('%j parks with %s', (given, code) => {
  expect(state(given)).toMatchObject({
    kind: 'news',
    news: {
      integrationId: 'workday:1',
      effect: 'park',
      at: new Date('2026-11-23T20:00:00.000Z'),
      details: { code, requestSent: 'no' },
    },
  });
});

it.each([{}, { qa_status: 'PENDING' }, { qa_status: undefined }, { setup_status: 'NEWER' }])(
  'an active integration with %j is released',
  (given) => {
    expect(state(given)).toMatchObject({ news: { effect: 'release', details: null } });
  },
);

it('a state it does not know says nothing, and a time it cannot read is none', () => {
  expect(state({ state: 'HIBERNATING' })).toEqual({ kind: 'ignored' });
  // Without a zone it would be another time on another machine.
  for (const updated_at of ['yesterday', '2026-11-23T20:00:00', '2026-11-23 20:00']) {
    expect(state({ updated_at })).toMatchObject({ news: { at: null } });
  }
});

it('a deleted integration parks, a new one and a finished sync are reasons to ask', () => {
  expect(
    read('integration-deleted', { id: 'a:1', deleted_at: '2026-11-23T20:00:00Z' }),
  ).toMatchObject({
    news: {
      integrationId: 'a:1',
      effect: 'park',
      details: { code: 'PLATFORM.INTEGRATION_NOT_FOUND' },
    },
  });
  expect(read('integration-created', { id: 'a:1' })).toMatchObject({ news: { effect: 'probe' } });
  expect(read('sync-finished', { integration_id: 'a:1' })).toMatchObject({
    news: { effect: 'probe' },
  });
});

it.each(['data-changed', 'assessment:order-received', 'a-kind-of-next-year'])(
  '%s is none of its business',
  (type) => {
    expect(read(type, { integration_id: 'a:1' })).toEqual({ kind: 'ignored' });
  },
);

it.each([{}, { id: 7 }, { id: '' }, { id: 'a\u0000b' }, { id: 'x'.repeat(600) }])(
  'without a usable id it is malformed: %j',
  (data) => {
    expect(read('integration-deleted', data)).toEqual({ kind: 'malformed' });
  },
);

it('is malformed without data', () => {
  expect(read('sync-finished', null)).toEqual({ kind: 'malformed' });
});
