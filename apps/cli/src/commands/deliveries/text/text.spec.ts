import { createStyle } from '../../../output/style.js';
import { aDelivery, FAILURE } from '../../../testing/delivery.js';
import { describeDelivery } from './describe.js';
import { failureName } from './facts.js';
import { DeliveryTable } from './table.js';

const plain = createStyle(false);

describe('the table', () => {
  it('has titles once, and columns in line', () => {
    const table = new DeliveryTable();
    const pages = [
      [aDelivery({ state: 'failed', attempt_count: 12, failure: FAILURE })],
      [aDelivery(), aDelivery({ state: 'delivered' })],
    ];
    const lines = pages.flatMap((page) =>
      [...table.rows(page)].map((line) =>
        'text' in line ? line.text(plain) : 'decoration' in line ? line.decoration(plain) : '?',
      ),
    );

    expect(lines).toEqual([
      'ID                                    STATE   TRIES  ACCEPTED              INTEGRATION  TARGET        WHY',
      '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071  failed  12     2026-11-23 10:00:00Z  workday:abc  candidate c1  REMOTE.INPUT_INVALID',
      '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071  queued     0      2026-11-23 10:00:00Z  workday:abc  candidate c1',
      '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071  delivered  0      2026-11-23 10:00:00Z  workday:abc  candidate c1',
    ]);
  });

  it('gives programs the delivery itself', () => {
    const delivery = aDelivery();

    expect([...new DeliveryTable().rows([delivery])].at(-1)).toMatchObject({ data: delivery });
  });
});

describe('a delivery in full', () => {
  it('tells what happened, without the escape sequences of an ATS', () => {
    const text = describeDelivery(
      {
        ...aDelivery({
          state: 'failed',
          attempt_count: 1,
          failure: FAILURE,
          warnings: [{ message: 'cut' }],
        }),
        attempts: [
          {
            number: 1,
            started_at: '2026-11-23T10:00:00.000Z',
            finished_at: '2026-11-23T10:00:01.250Z',
            outcome: 'rejected',
            request_sent: 'yes',
            failure: FAILURE,
          },
          {
            number: 2,
            started_at: '2026-11-23T10:05:00.000Z',
            finished_at: null,
            outcome: null,
            request_sent: null,
            failure: null,
          },
        ],
      },
      plain,
    );

    expect(text.split('\n')).toEqual([
      'Delivery 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071  failed',
      '  Integration: workday:abc',
      '  Target:      candidate c1',
      '  Accepted:    2026-11-23 10:00:00Z',
      '  Changed:     2026-11-23 10:00:00Z',
      '  Why:         REMOTE.INPUT_INVALID: The ATS \u{fffd}[31mrefused the input.',
      '  Log:         https://app.kombo.dev/log/1',
      '  To do:       Correct it.',
      '  Warning:     cut',
      'Attempts',
      '    1  2026-11-23 10:00:00Z      1.3 s  rejected            REMOTE.INPUT_INVALID: The ATS \u{fffd}[31mrefused the input.',
      '    2  2026-11-23 10:05:00Z  under way',
    ]);
  });
});

it.each([
  [{ code: 'REMOTE.X', http_status: 400 }, 'REMOTE.X'],
  [{ code: null, http_status: 502 }, 'HTTP 502'],
  [{ code: null, http_status: null }, 'no answer'],
])('%j is called %s', (failure, name) => {
  expect(failureName({ ...FAILURE, ...failure })).toBe(name);
});
