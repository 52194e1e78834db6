import { PendingNews } from './pending-news.js';

it('puts news together, each once', () => {
  const pending = new PendingNews();
  pending.add({ deliveryIds: ['a', 'b'] });
  pending.add({ deliveryIds: ['b'], work: true });
  expect(pending.take()).toEqual([{ deliveryIds: ['a', 'b'], work: true }]);
  expect(pending.take()).toEqual([]);
  pending.add({ work: true });
  expect(pending.take()).toEqual([{ work: true }]);
});

it('tells many as many', () => {
  const pending = new PendingNews();
  pending.add({ deliveryIds: 'many' });
  pending.add({ deliveryIds: ['a'] });
  expect(pending.take()).toEqual([{ deliveryIds: 'many', work: false }]);
});

it('fits every message into a notification, and gives up naming when there are too many', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `${n}`.padStart(36, '0'));
  const pending = new PendingNews();
  pending.add({ deliveryIds: ids(1_000), work: true });
  const messages = pending.take();
  expect(messages.flatMap(({ deliveryIds }) => deliveryIds)).toEqual(ids(1_000));
  for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(7_500);
  pending.add({ deliveryIds: ids(2_000) });
  expect(pending.take()).toEqual([{ deliveryIds: 'many', work: false }]);
});
