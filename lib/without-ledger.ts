import type { CheckPorts } from './check-drift.ts';

/** The ports of a check that remembers nothing, notifies nobody, and has nothing pending. */
export const forgetful: Pick<CheckPorts, 'watch' | 'store' | 'trail' | 'notifier' | 'queue' | 'newToken'> = {
  watch: { lockOf: async () => null, versionOf: async () => null },
  store: null,
  trail: null,
  notifier: { publish: async () => new Set(), chat: async () => null },
  queue: null,
  newToken: () => '',
};
