import { setFlagsFromString } from 'node:v8';

/**
 * Switches off V8's pretenuring. V8 notes which objects survive a collection and then allocates similar ones
 * in old space at once; many of a query's rows then stay until the next full collection, and a long export takes longer.
 * Imported first, since the flag affects only code that has not run yet.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
