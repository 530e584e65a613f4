import './jobs.js';
import './leaks.js';
import './metrics.js';
import './operations.e2e.test.js';
import './pbxs.js';
