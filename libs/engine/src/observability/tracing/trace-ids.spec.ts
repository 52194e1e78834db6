import { newDeliveryId } from '@result-links/delivery';
import { acceptSpanIds, PresetIds, readTraceparent } from './trace-ids.js';

it('makes the ids of a delivery’s trace from its id', () => {
  expect(acceptSpanIds('01a20981-f14c-76bb-bf49-37df831a4119')).toEqual({
    traceId: '01a20981f14c76bbbf4937df831a4119',
    spanId: 'bf4937df831a4119',
  });
  const { traceId, spanId } = acceptSpanIds(newDeliveryId());
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(spanId).toMatch(/^[89ab][0-9a-f]{15}$/);
});

it('gives preset ids to what is begun with them, and random ones to all else', () => {
  const ids = new PresetIds();
  const preset = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const both = () => [ids.generateTraceId(), ids.generateSpanId()];
  expect(ids.with(preset, both)).toEqual(Object.values(preset));
  expect(both()).not.toEqual(both());
  expect(() =>
    ids.with(preset, () => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(ids.generateSpanId()).not.toBe(preset.spanId);
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

it('reads the caller’s traceparent', () => {
  expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({
    ...{ traceId: TRACE, spanId: SPAN, traceFlags: 1, isRemote: true },
  });
  expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)?.traceFlags).toBe(0);
  expect(readTraceparent(`cc-${TRACE}-${SPAN}-03-what-the-future-brings`)?.traceFlags).toBe(1);
});

it.each([
  undefined,
  '',
  'nonsense',
  `ff-${TRACE}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-0`,
])('takes %j for none', (header) => expect(readTraceparent(header)).toBeNull());
