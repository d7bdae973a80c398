// The environment of a test file. Jest makes its global object one that answers by interceptors, and every global name that a
// module uses goes through them. A plain one has the tests take a tenth less time.
import './compile-once.mjs';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const { createContext } = vm;

export default class PlainEnvironment extends TestEnvironment {
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
