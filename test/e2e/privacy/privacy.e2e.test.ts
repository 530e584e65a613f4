import './erasure.js';
import './retention.js';
