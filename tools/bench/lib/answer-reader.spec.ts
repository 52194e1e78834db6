import { readAnswer } from './answer-reader.ts';

const withLength = 'HTTP/1.1 202 Accepted\r\nContent-Type: x\r\ncontent-length: 5\r\n\r\n{"a":';
const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

it.each([
  ['a length', withLength, 202],
  ['chunks', chunked, 200],
  ['no body', empty, 404],
])('finds the end of an answer with %s, wherever it was cut', (_, text, status) => {
  for (let cut = 0; cut < text.length; cut += 1) {
    expect(readAnswer(text.slice(0, cut))).toBeNull();
  }
  expect(readAnswer(text)).toEqual({ status, length: text.length });
  expect(readAnswer(text + empty)).toEqual({ status, length: text.length });
});
