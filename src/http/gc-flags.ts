import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from taking rows for long-lived. It watches which objects outlive a collection and then makes their like old
 * from the start; of what a query answers it so keeps half until the next great collection, which costs an export of a
 * million rows a sixth more time. Imported before all else, since it holds for code that has not run yet.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
