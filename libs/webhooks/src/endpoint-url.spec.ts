import { endpointUrlProblem } from './endpoint-url.js';

it.each([
  'https://hooks.example.com/result-links',
  'https://hooks.example.com:8443/a?b=c',
  'https://hooks.example.com:443/',
  'https://a-1.b2.example.co.uk./x',
  'https://xn--bcher-kva.example/hooks',
])('takes %s', (url) => {
  expect(endpointUrlProblem(url, false)).toBeNull();
});

it.each([
  ['http://hooks.example.com/', 'https'],
  ['https://127.0.0.1/', 'notAnAddress'],
  ['https://2130706433/', 'notAnAddress'],
  ['https://0x7f000001/', 'notAnAddress'],
  ['https://0177.0.0.1/', 'notAnAddress'],
  ['https://127.1/', 'notAnAddress'],
  ['https://0/', 'notAnAddress'],
  ['https://127.0.0.1./', 'notAnAddress'],
  ['https://[::1]/', 'notAnAddress'],
  ['https://[::ffff:127.0.0.1]/', 'notAnAddress'],
  ['https://[fd00:ec2::254]/', 'notAnAddress'],
  ['https://１２７.０.０.１/', 'notAnAddress'],
  ['https://169.254.169.254/latest/meta-data', 'notAnAddress'],
  ['https://8.8.8.8/', 'notAnAddress'],
  ['https://localhost/', 'publicName'],
  ['https://LOCALHOST./', 'publicName'],
  ['https://a.localhost/', 'publicName'],
  ['https://metadata.google.internal/', 'publicName'],
  ['https://printer.local/', 'publicName'],
  ['https://database/', 'publicName'],
  ['https://printer.home.arpa/', 'publicName'],
  ['https://db.localdomain/', 'publicName'],
  ['https://wiki.corp/', 'publicName'],
  ['https://hooks.test/', 'publicName'],
  ['https://abc.onion/', 'publicName'],
  ['https://my_host.example.com/', 'hostName'],
  ['https://*.example.com/', 'hostName'],
  ['https://a..example.com/', 'hostName'],
  ['https://-a.example.com/', 'hostName'],
  ["https://a'b.example.com/", 'hostName'],
  [`https://${'a'.repeat(64)}.example.com/`, 'hostName'],
  ['https://hooks.example.com:22/', 'port'],
  ['https://hooks.example.com:80/', 'port'],
  ['https://hooks.example.com:0/', 'port'],
  ['https://hooks.example.com:6379/', 'port'],
  ['https://hooks.example.com:65535/', 'port'],
])('refuses %s by the rule %s', (url, code) => {
  expect(endpointUrlProblem(url, false)).toMatchObject({ code });
});

it('takes anything for a trial', () => {
  expect(endpointUrlProblem('http://127.0.0.1:9000/', true)).toBeNull();
});
