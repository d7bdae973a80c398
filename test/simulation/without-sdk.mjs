// Puts the simulation's stand-in for the AWS SDK below the program: `node --import ./test/simulation/without-sdk.mjs`.
import { registerHooks } from 'node:module';

const standIn = new URL('./aws-sdk.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const isSdk = /^@aws-sdk\/(client-|credential-providers)/.test(specifier);
    return isSdk ? { url: standIn, shortCircuit: true } : next(specifier, context);
  },
});
