import './separate-calls.js';
import './stored-history.js';
import './story-keeping.js';
import './story-kept.js';
import './story-worker.js';
import './story.e2e.test.js';
import './unreported.js';
