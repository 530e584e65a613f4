import './doctor.js';
import './jobs.js';
import './leaks.js';
import './metrics.js';
import './monitoring.js';
import './pbxs.js';
