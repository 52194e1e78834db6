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
  ['https://hooks.default.svc/', 'publicName'],
  ['https://hooks.default.svc.cluster.local./', 'publicName'],
  ['https://kubernetes.default/', 'publicName'],
  ['https://vault.service.consul/', 'publicName'],
  ['https://metadata.goog/', 'publicName'],
  ['https://host.docker.internal/', 'publicName'],
  ['https://hooks.example.com../', 'hostName'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'notAnAddress'],
  ['https://[2002:7f00:1::]/', 'notAnAddress'],
  ['https://[2001:0:7f00:1::]/', 'notAnAddress'],
  ['https://0251.0376.0251.0376/', 'notAnAddress'],
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

it.each([
  'http://127.0.0.1:9000/',
  'http://receiver/',
  'https://[::1]:9000/',
  'http://hooks.default.svc.cluster.local/',
])('takes %s for a trial', (url) => {
  expect(endpointUrlProblem(url, true)).toBeNull();
});

it.each([
  'http://169.254.169.254/',
  'http://169.254.169.254./latest',
  'http://2852039166/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2001:0:4136:e378:8000:63bf:5601:5601]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://METADATA.google.internal./',
  'http://metadata/',
  'http://metadata.goog/',
  'http://instance-data.ec2.internal/',
  'http://rancher-metadata/',
])('refuses %s also for a trial', (url) => {
  expect(endpointUrlProblem(url, true)).toMatchObject({ code: 'metadata' });
});
