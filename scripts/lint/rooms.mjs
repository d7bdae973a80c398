// Which room of lib may import which: `depcruise --config scripts/lint/rooms.mjs`.

/** Rooms from the ground up: each may import those before it. */
const rooms = [
  'model',
  'terraform',
  'resources',
  'scope',
  'verdict',
  'findings',
  'attribution',
  'ledger',
  'applying',
  'trigger',
  'report',
  'config',
  'doctor',
  'aws',
];

/** Files beside the rooms: the pipeline, above all of them but lib/aws, which is handed in. */
const pipeline = '^lib/[^/]+$';

const upwards = rooms.map((room, index) => ({
  name: `${room}-imports-downwards`,
  comment:
    `lib/${room} may import ${index === 0 ? 'no other room' : rooms.slice(0, index).join(', ')}. ` +
    'Hand the value in, or move the type that both need to the lower of the two rooms, or to lib/model.',
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: { path: [`^lib/(${rooms.slice(index + 1).join('|') || '-'})/`, pipeline] },
}));

export default {
  forbidden: [
    ...upwards,
    {
      name: 'no-cycle',
      comment: 'Move what both files need to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-folder-is-a-room',
      comment: 'Give the new folder its place in scripts/lint/rooms.mjs.',
      severity: 'error',
      from: {},
      to: { path: '^lib/[^/]+/', pathNot: `^lib/(${rooms.join('|')})/` },
    },
    {
      name: 'pipeline-is-handed-its-ports',
      comment: 'lib/aws is handed in by the entry point: declare what you need as an interface.',
      severity: 'error',
      from: { path: pipeline },
      to: { path: '^lib/aws/' },
    },
    {
      name: 'lib-stands-below-its-programs',
      comment: 'Move what both need into lib.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(functions|bin|scripts|test|bench|packages)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(lib|functions|bin|scripts|test|bench|packages)/',
  },
};
