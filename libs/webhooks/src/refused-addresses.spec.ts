import type { LookupFunction } from 'node:net';
import { createWebhookSender } from './send-webhook.js';

const message = { id: 'm', payload: '{}', secrets: ['whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0'] };
const REFUSED = 'the host resolves to an address that is not public';

/** A resolver that answers with these addresses in turn, and so must be believed only once. */
function resolver(...answers: string[][]): LookupFunction {
  let calls = 0;
  return (_host, options, callback) => {
    const addresses = answers[Math.min(calls++, answers.length - 1)] ?? [];
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

const INSIDE = [
  ['this host', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['loopback', '127.0.0.1'],
  ['all of loopback', '127.255.255.254'],
  ['private 10/8', '10.0.0.1'],
  ['private 172.16/12', '172.16.0.1'],
  ['the end of 172.16/12', '172.31.255.255'],
  ['private 192.168/16', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['Alibaba metadata', '100.100.100.200'],
  ['link-local', '169.254.1.1'],
  ['metadata', '169.254.169.254'],
  ['ECS metadata', '169.254.170.2'],
  ['Azure host agent', '168.63.129.16'],
  ['Oracle metadata', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 unspecified', '::'],
  ['IPv6 loopback', '::1'],
  ['IPv6 loopback, written out', '0:0:0:0:0:0:0:1'],
  ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
  ['IPv4-mapped in hex', '::ffff:7f00:1'],
  ['IPv4-mapped public', '::ffff:8.8.8.8'],
  ['IPv4-compatible', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:7f00:1::'],
  ['unique local', 'fd12:3456::1'],
  ['AWS metadata', 'fd00:ec2::254'],
  ['Google metadata', 'fd20:ce::254'],
  ['link-local v6', 'fe80::1'],
  ['site-local v6', 'fec0::1'],
  ['multicast v6', 'ff02::1'],
  ['documentation v6', '2001:db8::1'],
  ['new documentation v6', '3fff::1'],
  ['discard', '100::1'],
  ['segment routing', '5f00::1'],
  ['not assigned', '4000::1'],
  ['Oracle metadata v6', 'fd00:c1::a9fe:a9fe'],
  ['6to4 relays', '192.88.99.1'],
] as const;

it.each(INSIDE)('a name that leads to %s (%s) is not connected to', async (_what, address) => {
  const send = createWebhookSender({ lookup: resolver([address]), timeoutMs: 2_000 });
  expect(await send('https://hooks.example.com/', message)).toMatchObject({
    succeeded: false,
    httpStatus: null,
    error: REFUSED,
  });
});

it('one inside address among public ones is enough to refuse', async () => {
  const send = createWebhookSender({ lookup: resolver(['8.8.8.8', '10.0.0.1']), timeoutMs: 2_000 });
  expect((await send('https://hooks.example.com/', message)).error).toBe(REFUSED);
});

it.each([
  'https://127.0.0.1:1/',
  'https://2130706433:1/',
  'https://0x7f.0.0.1:1/',
  'https://0177.0.0.01:1/',
  'https://127.1:1/',
  'https://[::1]:1/',
  'https://[::ffff:169.254.169.254]:1/',
])('an address in place of a name, %s, is refused as well', async (url) => {
  expect((await createWebhookSender({ timeoutMs: 2_000 })(url, message)).error).toBe(REFUSED);
});

it('http is not spoken', async () => {
  const send = createWebhookSender({ lookup: resolver(['8.8.8.8']) });
  expect((await send('http://hooks.example.com/', message)).error).toMatch(/https/);
});

const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::169.254.169.254',
  '::ffff:0:169.254.169.254',
  'fd00:ec2::254',
  'fd00:0ec2:0:0:0:0:0:254',
  'fd20:ce::254',
  'fd00:c1::a9fe:a9fe',
  'fd00:42::42',
  '0.0.0.0',
  '::',
  'fe80::a9fe:a9fe',
  'fe80::5efe:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::a9fe:a9fe',
  '64:ff9b:1:a9fe:a9:fe00::',
  '2002:a9fe:a9fe::1',
  '2001:0:4136:e378:8000:63bf:5601:5601',
];

it.each(METADATA)('a trial does not reach metadata at the address %s itself', async (address) => {
  const host = address.includes(':') ? `[${address}]` : address;
  const send = createWebhookSender({ allowPrivate: true, timeoutMs: 2_000 });
  expect((await send(`http://${host}:1/`, message)).error).toBe(REFUSED);
});

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('a trial may reach %s', async (address) => {
  const send = createWebhookSender({
    ...{ allowPrivate: true, lookup: resolver([address]), timeoutMs: 300 },
  });
  expect((await send('http://hooks.example.com:1/', message)).error).toMatch(/^no answer/);
});

it.each(METADATA)(
  'a trial with private addresses does not reach metadata at %s',
  async (address) => {
    const send = createWebhookSender({ allowPrivate: true, lookup: resolver([address]) });
    expect((await send('http://hooks.example.com/', message)).error).toBe(REFUSED);
  },
);
