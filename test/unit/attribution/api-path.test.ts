import { describe, expect, it } from '@jest/globals';
import { apiPath, isAtOrAbove } from '../../../lib/attribution/api-path.ts';

describe('a path of the API', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['/', []],
    ['/description', ['description']],
    ['/variables/LOG_LEVEL', ['variables', 'LOG_LEVEL']],
    ['/variables/__proto__', ['variables', '__proto__']],
    ['/tags/a~1b~0c', ['tags', 'a/b~c']],
    ['/tags/', ['tags', '']],
    ['/*/*/logging/loglevel', ['*', '*', 'logging', 'loglevel']],
    ['/~1orders~1{id}/GET/metrics/enabled', ['orders', '{id}', 'GET', 'metrics', 'enabled']],
    ['/orders~1{id}/GET/metrics/enabled', ['orders', '{id}', 'GET', 'metrics', 'enabled']],
    ['/orders/{id}/GET/metrics/enabled', ['orders', '{id}', 'GET', 'metrics', 'enabled']],
    ['/~1/GET', ['GET']],
  ])('%s is %j', (text, parts) => {
    expect(apiPath(text)).toEqual(parts);
  });

  it.each<[string, string, boolean]>([
    ['/variables/A', '/variables/A', true],
    ['/canarySettings', '/canarySettings/percentTraffic', true],
    ['', '/description', true],
    ['/canarySettings/percentTraffic', '/canarySettings', false],
    ['/canarySettings', '/canarySettingsOfTheFuture', false],
    ['/variables/LOG', '/variables/LOG_LEVEL', false],
    ['/tags/a', '/tags/a~1b', false],
  ])('%s is at or above %s: %s', (path, other, answer) => {
    expect(isAtOrAbove(apiPath(path), apiPath(other))).toBe(answer);
  });
});
