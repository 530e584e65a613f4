import './computed-stories.js';
import './deleted-events.js';
import './separate-calls.js';
import './stored-history.js';
import './story-worker.js';
import './unreported.js';
