import { parseConnectionTargets, TargetOrder } from './connection-targets.js';

const urlsOf = (url: string) => parseConnectionTargets(url).urls;

it.each([
  'postgres://u:p@h:5432/db',
  'postgresql://h/db?sslmode=require',
  'postgres:///db?host=%2Fvar%2Frun',
  'postgres://u:a,b@h/db',
])('leaves the URL of one server as it is: %s', (url) => expect(urlsOf(url)).toEqual([url]));

it.each([
  [
    'postgres://u:p@a:1,b:2/db',
    ['postgres://u:p@/db?host=a&port=1', 'postgres://u:p@/db?host=b&port=2'],
  ],
  ['postgres://u:p%40w@a,b/db', ['postgres://u:p%40w@/db?host=a', 'postgres://u:p%40w@/db?host=b']],
  [
    'postgres://u@a,b/db?port=7',
    ['postgres://u@/db?port=7&host=a', 'postgres://u@/db?port=7&host=b'],
  ],
  [
    'postgres://u@/db?host=a,b&port=1,2',
    ['postgres://u@/db?host=a&port=1', 'postgres://u@/db?host=b&port=2'],
  ],
  [
    'postgres://[::1]:1,[::2]:2/db',
    ['postgres:///db?host=%3A%3A1&port=1', 'postgres:///db?host=%3A%3A2&port=2'],
  ],
  [
    'postgres://u@a,b/db?sslmode=verify-full&target_session_attrs=primary',
    ['postgres://u@/db?sslmode=verify-full&host=a', 'postgres://u@/db?sslmode=verify-full&host=b'],
  ],
])('makes one URL for each of several hosts: %s', (url, urls) => expect(urlsOf(url)).toEqual(urls));

it('knows which servers are wanted', () => {
  const one = parseConnectionTargets('postgres://u@a/db?target_session_attrs=read-write&x=1');
  expect(one).toEqual({ urls: ['postgres://u@a/db?x=1'], mustDefaultToReadWrite: true });
  expect(parseConnectionTargets('postgres://u@a,b/db').mustDefaultToReadWrite).toBe(false);
});

it.each([
  ['mysql://u:secret@h/db', 'must start with postgres://'],
  ['postgres://u:secret@a,b/db?target_session_attrs=standby', 'target_session_attrs=standby'],
  ['postgres://u:secret@a,b/db?target_session_attrs=read-only', "isn't supported"],
  ['postgres://u:secret@a,/db', 'empty host'],
  ['postgres://u:secret@a:1,b:x/db', 'port of host b'],
  ['postgres://u:secret@a,b,c/db?port=1,2', '3 hosts and 2 ports'],
])('refuses %s in one line that names the setting and has no secret', (url, reason) => {
  const parse = () => parseConnectionTargets(url);
  expect(parse).toThrow(reason);
  expect(parse).toThrow(/^DATABASE_URL[^\n]*$/);
  expect(parse).not.toThrow(/secret/);
});

it('moves on from a server that fails, once for all connections that found it out', () => {
  const order = new TargetOrder(['a', 'b']);
  order.failed('a');
  order.failed('a');
  expect(order.current).toBe('b');
  order.failed('b');
  expect(order.current).toBe('a');
});
