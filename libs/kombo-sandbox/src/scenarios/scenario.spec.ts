import { InvalidScenarioError, parseScenario } from './scenario.js';

describe('parseScenario', () => {
  it.each([
    [{ fault: 'html-502' }],
    [{ integration: 'a:b', target: 'c', times: 1, probability: 0, latencyMs: 5, fault: 'none' }],
    [{ latencyMs: [1, 2], fault: { kind: 'error', code: null } }],
    [{ operation: 'check-api-key', fault: { kind: 'answer', status: 200, headers: { a: 'b' } } }],
    [{ fault: { kind: 'cut', writes: true } }],
    [{ fault: { kind: 'hang' } }],
  ])('accepts %j', (scenario) => {
    expect(parseScenario(scenario)).toEqual(scenario);
  });

  it.each([
    [null, 'a scenario must be an object'],
    [[], 'a scenario must be an object'],
    [{}, 'fault must be a fault name or an object'],
    [{ fault: 'explode' }, 'there is no fault called "explode"'],
    [{ fault: 'none', time: 1 }, 'no field "time"'],
    [{ fault: 'none', operation: 'delete' }, 'operation must be one of'],
    [{ fault: 'none', integration: 7 }, 'integration must be an id'],
    [{ fault: 'none', target: '' }, 'target must be an id'],
    [{ fault: 'none', times: 0 }, 'times must be'],
    [{ fault: 'none', times: 1.5 }, 'times must be'],
    [{ fault: 'none', probability: 1.1 }, 'probability must be'],
    [{ fault: 'none', probability: '1' }, 'probability must be'],
    [{ fault: 'none', latencyMs: -1 }, 'latencyMs must be'],
    [{ fault: 'none', latencyMs: [2, 1] }, 'latencyMs must be'],
    [{ fault: 'none', latencyMs: [1, 2, 3] }, 'latencyMs must be'],
    [{ fault: 'none', latencyMs: ['1', '2'] }, 'latencyMs must be'],
    [{ fault: { kind: 'boom' } }, 'fault must be a fault name or an object'],
    [{ fault: { kind: 'cut' } }, 'fault.writes must be'],
    [{ fault: { kind: 'none', status: 200 } }, 'no field "status"'],
    [{ fault: { kind: 'error' } }, 'fault.code must be'],
    [{ fault: { kind: 'error', code: 'A.B', status: 99 } }, 'fault.status must be'],
    [{ fault: { kind: 'answer' } }, 'fault.status must be'],
    [{ fault: { kind: 'answer', status: 200, body: {} } }, 'fault.body must be'],
    [{ fault: { kind: 'answer', status: 200, headers: { 'a b': 'c' } } }, 'fault.headers'],
    [{ fault: { kind: 'answer', status: 200, headers: { a: 'b\r\nc: d' } } }, 'fault.headers'],
    [{ fault: { kind: 'answer', status: 200, headers: { a: 1 } } }, 'fault.headers'],
    [{ fault: { kind: 'answer', status: 200, contentType: 'a\nb' } }, 'fault.headers'],
  ])('refuses %j', (scenario, message) => {
    expect(() => parseScenario(scenario)).toThrow(InvalidScenarioError);
    expect(() => parseScenario(scenario)).toThrow(message);
  });
});
