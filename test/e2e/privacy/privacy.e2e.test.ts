import './canaries.js';
import './erasure.js';
import './retention.js';
import './views.js';
