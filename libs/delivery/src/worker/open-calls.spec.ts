import { OpenCalls } from './open-calls.js';

const body = { label: 'Result', url: 'https://example.com' };
const integration = { accountId: 'a', integrationId: 'x:1', body };

it('counts open calls by integration until they end', () => {
  const calls = new OpenCalls(10);
  const first = calls.open(integration);
  calls.open({ ...integration, integrationId: 'x:2' });
  expect([calls.free, calls.callsOf(integration)]).toEqual([8, 1]);
  first.sent();
  first.end();
  first.end();
  expect([calls.free, calls.callsOf(integration)]).toEqual([9, 0]);
});

it('takes an account for stuck while eight of its requests are not on the wire', () => {
  const calls = new OpenCalls(100);
  const opened = Array.from({ length: 8 }, () => calls.open(integration));
  expect([calls.isStuck('a'), calls.isStuck('b')]).toEqual([true, false]);
  opened[0]?.sent();
  opened[0]?.sent();
  expect(calls.isStuck('a')).toBe(false);
  calls.open(integration);
  expect(calls.isStuck('a')).toBe(true);
  opened[1]?.end(); // without having been sent
  expect(calls.isStuck('a')).toBe(false);
});

it('takes more places for a large body', () => {
  const calls = new OpenCalls(20);
  const call = calls.open({ ...integration, body: { ...body, label: 'x'.repeat(1_000_000) } });
  expect([calls.free, calls.callsOf(integration)]).toEqual([4, 16]);
  call.end();
  expect([calls.free, calls.callsOf(integration)]).toEqual([20, 0]);
});
