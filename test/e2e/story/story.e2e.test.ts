import './separate-calls.js';
import './stored-history.js';
import './story-keeping.js';
import './story-kept.js';
import './story-worker.js';
import './unreported.js';
