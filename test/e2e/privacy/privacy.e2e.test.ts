import './erasure.js';
import './privacy.e2e.test.js';
import './retention.js';
