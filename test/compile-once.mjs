// Has Node compile each file once for all test files of a process. Jest gives every test file modules of its own, and compiles
// them again each time, which takes longer than most test files do. Only the compiled code is shared: every test file still
// runs it for itself. In one comparison of the whole suite it took 165 CPU seconds in place of 196.
import vm from 'node:vm';

const { compileFunction, SourceTextModule } = vm;

/** By file: its source, which may change while Jest watches, and what came of it. */
const scripts = new Map();
const modules = new Map();

/** CommonJS, which is nearly all code of Jest. A script keeps what it compiled, and a function would not. */
vm.compileFunction = (source, parameters, options) => {
  // A dynamic import belongs to the module that was compiled, so that its code cannot be shared.
  if (source.includes('import(')) return compileFunction(source, parameters, options);
  const { filename, parsingContext } = options;
  let known = scripts.get(filename);
  if (known?.source !== source) {
    const head = `(function (${parameters.join(', ')}) {`;
    const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
    known = { source, script };
    scripts.set(filename, known);
  }
  return known.script.runInContext(parsingContext);
};

vm.SourceTextModule = class extends SourceTextModule {
  constructor(source, options) {
    const known = modules.get(options.identifier);
    const isKnown = known?.source === source;
    super(source, isKnown ? { ...options, cachedData: known.cachedData } : options);
    if (!isKnown) modules.set(options.identifier, { source, cachedData: this.createCachedData() });
  }
};
