import { type Patch, replace } from './patch.ts';

const off = replace('/cacheClusterEnabled', false);

/** Switches the cache cluster. When it goes on, its size goes with it, which would be API Gateway's choice otherwise. */
export const cacheSwitch: Patch = {
  operations({ expected, expectedAt, isHidden }) {
    if (expected !== true) return [off];
    if (isHidden(['cache_cluster_size'])) return null;
    const size = expectedAt(['cache_cluster_size']);
    const on = replace('/cacheClusterEnabled', true);
    return size === null ? [on] : [on, replace('/cacheClusterSize', size)];
  },
  apiPaths: () => ['/cacheClusterEnabled'],
};

/** A size counts only while the cache is on: where it should be off, that is what reverts the size. */
export const cacheSize: Patch = {
  operations({ expected, expectedAt }) {
    if (expectedAt(['cache_cluster_enabled']) === false) return [off];
    return expected === null ? null : [replace('/cacheClusterSize', expected)];
  },
  // A cache that is switched on without a size gets one.
  apiPaths: () => ['/cacheClusterSize', '/cacheClusterEnabled'],
};
